/** Opens a page in Chromium and prints what it finds there, as JSON; with a second argument, pictures of it go into that folder. */
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const [file, pictures] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: 'shell',
});
const page = await browser.newPage();
const complaints = [];
page.on('console', (message) => complaints.push(message.text()));
page.on('pageerror', (error) => complaints.push(error.message));
page.on('dialog', (dialog) => {
  complaints.push(`dialog: ${dialog.message()}`);
  void dialog.dismiss();
});
page.on('request', (request) => {
  if (!request.url().startsWith('file:')) complaints.push(`request: ${request.url()}`);
});

/** What can be seen: colours of paper and ink, of the first bar, and canvases on which nothing is drawn. */
const look = () =>
  page.evaluate(() => {
    const canvases = [...document.querySelectorAll('canvas')];
    const isBlank = (canvas) => {
      const { width, height } = canvas;
      return (
        canvas.toDataURL() === Object.assign(document.createElement('canvas'), { width, height }).toDataURL()
      );
    };
    const bar = Chart.getChart(document.querySelector('[data-of="ladder:0"] canvas'));
    const style = getComputedStyle(document.body);
    return {
      charts: canvases.length,
      drawn: Number(document.documentElement.dataset.charts),
      blank: canvases.filter(isBlank).length,
      paper: style.backgroundColor,
      ink: style.color,
      bars: bar?.data.datasets[0].backgroundColor,
    };
  });
/** Charts follow what happens to the page a moment later. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 500));
const inScheme = async (scheme) => {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await aMoment();
  if (pictures !== undefined)
    await page.screenshot({ path: path.join(pictures, `${scheme}.png`), fullPage: true });
  return look();
};
const channels = () =>
  page.evaluate(
    () => Chart.getChart(document.querySelector('[data-of="means"] canvas'))?.data.datasets[1].data,
  );

await page.setViewport({ width: 1100, height: 900 });
await page.goto(pathToFileURL(file).href);
const found = {
  light: await inScheme('light'),
  dark: await inScheme('dark'),
  lightAgain: await inScheme('light'),
  text: await page.evaluate(() => document.querySelector('main').innerText),
  headings: await page.evaluate(() => [...document.querySelectorAll('h1, h2')].map((each) => each.innerText)),
  first: await channels(),
};
if ((await page.$('#layer')) !== null) await page.select('#layer', '1');
found.second = await channels();
await page.setViewport({ width: 360, height: 800 });
await aMoment();
found.overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
if (pictures !== undefined)
  await page.screenshot({ path: path.join(pictures, 'narrow.png'), fullPage: true });
await browser.close();
console.log(JSON.stringify({ ...found, complaints }));
