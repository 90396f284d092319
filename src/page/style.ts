/** Colours by name, so that charts and text are light or dark together. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1d2430; --faint: #5b6675; --rule: #d5dae1; --card: #f5f7fa;
  --good: #1a7f4b; --bad: #b3261e; --unsure: #8a6100;
  --series-1: #2563b8; --series-2: #c2570c; --series-3: #1a7f4b; --series-4: #8a3ffc; --series-5: #a3134f; --series-6: #00727a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --ink: #e6e9ee; --faint: #a3adba; --rule: #343c48; --card: #1c222b;
    --good: #5ed598; --bad: #ff8a80; --unsure: #f0c15c;
    --series-1: #7fb2f5; --series-2: #f5a35c; --series-3: #5ed598; --series-4: #c6a0ff; --series-5: #ff8fb8; --series-6: #5fd4dc;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.3; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.5rem; border-bottom: 1px solid var(--rule); padding-bottom: 0.25rem; }
h3 { font-size: 1.05rem; margin: 0; } section > h3 { margin-top: 1.5rem; }
h4 { font-size: 0.85rem; margin: 0.75rem 0 0; color: var(--faint); }
p { max-width: 46rem; } .facts { color: var(--faint); margin: 0; padding: 0; list-style: none; }
.verdict { font-weight: 700; padding: 0.1rem 0.6rem; border-radius: 1rem; border: 2px solid; }
.consistent { color: var(--good); } .inconsistent { color: var(--bad); } .not-to-be-judged { color: var(--unsure); }
.cause { background: var(--card); border: 1px solid var(--rule); border-radius: 0.5rem; padding: 0.9rem 1rem; margin: 0.9rem 0; overflow-wrap: anywhere; }
.share { color: var(--faint); font-weight: 400; } ul { margin: 0.25rem 0 0; padding-left: 1.2rem; }
.remedy { font-family: ui-monospace, monospace; font-size: 0.85rem; white-space: pre-wrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem; }
figure { margin: 1rem 0; min-width: 0; } .chart { position: relative; height: 18rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.9rem; margin: 0.5rem 0; }
th, td { text-align: right; padding: 0.25rem 0.75rem; border-bottom: 1px solid var(--rule); font-variant-numeric: tabular-nums; }
th[scope=row], thead th:first-child, .words { text-align: left; } th { font-weight: 600; }
details { margin: 0.5rem 0; } summary { cursor: pointer; color: var(--faint); }
pre { overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: 0.5rem; padding: 1rem; font-size: 0.85rem; }
select { font: inherit; max-width: 100%; } footer { color: var(--faint); font-size: 0.85rem; margin-top: 3rem; }
`;
