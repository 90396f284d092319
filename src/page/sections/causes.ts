import { escaped } from '../escaped';
import type { CauseOnPage, Page } from '../Page';

const list = (title: string, sentences: readonly string[], kind: string): string =>
  sentences.length === 0
    ? ''
    : `<h4>${title}</h4><ul class="${kind}">${sentences.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>`;

function cause({ id, share, evidence, remedy }: CauseOnPage): string {
  const part = share === 0 ? 'beside the gap' : `${(100 * share).toFixed(1)} % of the gap`;
  return `<article class="cause"><h3><code>${escaped(id)}</code> <span class="share">${part}</span></h3>
${list('Evidence', evidence, 'evidence')}${list('What to do', remedy, 'remedy')}</article>`;
}

export function causes({ causes: named }: Page): string {
  if (named.length === 0) return '';
  return `<section id="causes"><h2>Why</h2>${named.map(cause).join('\n')}</section>`;
}
