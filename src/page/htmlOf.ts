import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { embedded, escaped } from './escaped';
import type { Page } from './Page';
import { script } from './script';
import { batchNorm } from './sections/batchNorm';
import { causes } from './sections/causes';
import { fit } from './sections/fit';
import { ladder } from './sections/ladder';
import { style } from './style';

/** What a page says that it was made by. */
export const generator = 'jest-model-regression';

/** The build of Chart.js for browsers; the package gives a path to its other builds only. */
function chartLibrary(): string {
  const main = createRequire(__filename).resolve('chart.js');
  return readFileSync(path.join(path.dirname(main), 'chart.umd.min.js'), 'utf8').replace(
    /\/\/# sourceMappingURL=.*/,
    '',
  );
}

/** A page in one file, which asks for nothing from elsewhere. */
export function htmlOf(page: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="${generator}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${escaped(page.headline)}</title>
<style>${style}</style>
</head>
<body>
<main>
<p><span class="verdict ${page.verdict.replace(/ /g, '-')}">${page.verdict}</span></p>
<h1>${escaped(page.headline)}</h1>
<ul class="facts">${page.facts.map((fact) => `<li>${escaped(fact)}</li>`).join('')}</ul>
${[causes, ladder, batchNorm, fit].map((section) => section(page)).join('\n')}
<section><h2>As text</h2><pre>${escaped(page.text)}</pre></section>
<footer>Made by jest-model-regression; charts by Chart.js.</footer>
</main>
<script type="application/json" id="data">${embedded(page)}</script>
<script>${chartLibrary()}</script>
<script>${script}</script>
</body>
</html>
`;
}
