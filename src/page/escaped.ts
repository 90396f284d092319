const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, within tags and within quotes: names of layers and classes are anybody's. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!);

/** Data for a script element, which nothing in them can close. NaN and Infinity become null. */
export const embedded = (data: unknown): string => JSON.stringify(data).replace(/</g, '\\u003c');
