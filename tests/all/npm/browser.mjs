// Walks the page in Chromium as people do, and prints what it saw as JSON. What counts as right is decided in the test.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const { base, cookie, charts, pictures, program } = JSON.parse(readFileSync(0, "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
flags.push("--disable-component-update", "--disable-sync");
const seen = { foreign: [], console: [], axe: {}, wide: {}, errors: [] };

const browser = await chromium.launch({ executablePath: program, args: flags });

const visit = async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  await context.addCookies([{ ...cookie, url: base }]);
  const page = await context.newPage();
  page.on("request", (asked) => {
    if (!asked.url().startsWith(base) && !asked.url().startsWith("data:")) seen.foreign.push(asked.url());
  });
  page.on("console", (said) => {
    if (["error", "warning"].includes(said.type())) seen.console.push(`${page.url()}: ${said.text()}`);
  });
  page.on("pageerror", (fault) => seen.errors.push(String(fault)));
  return page;
};

const press = async (page, selector) => {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
};

// Every page there is, as steps from an open page.
const view = (name, path) => [`/examples/${name}`, `nav.tabs button[formaction="${path}"]`];
const PAGES = {
  start: ["/"],
  rules: ["/rules"],
  sources: ["/sources"],
  source: ["/sources/delprete2014"],
  evidence: ["/evidence"],
  "no evidence": ["/evidence?outcome=abscess&scope=y90_glass"],
  studies: ["/evidence/studies"],
  calculator: ["/y90"],
  "not found": ["/no-such-page"],
  "empty chart": ["/", 'button[name="blank"]'],
  "complete chart": ["/examples/synthetic-midgut"],
  "chart after treatment": ["/examples/published-case-1-after"],
  "out of scope": ["/examples/out-of-scope"],
  dissent: view("synthetic-hazards", "/profiles"),
  "what if": [...view("synthetic-hazards", "/what-if"), 'button[formaction="/what-if"].plain >> nth=-1'],
  plan: view("synthetic-midgut", "/plan"),
  "follow-up": view("published-case-1-after", "/follow-up"),
  sheet: view("synthetic-hazards", "/sheet"),
};

const open = async (page, [path, ...clicks]) => {
  await page.goto(base + path);
  for (const each of clicks) await press(page, each);
};

const judge = async (page, name) => {
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), TAGS);
  seen.axe[name] = found.violations.map((each) => ({
    id: each.id,
    nodes: each.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`),
  }));
};

const page = await visit();
for (const [name, steps] of Object.entries(PAGES)) {
  await open(page, steps);
  await judge(page, name);
}

// A fault shown at its field, and a meeting, take more than clicks.
await page.goto(`${base}/examples/synthetic-midgut`);
await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
await page.selectOption('[name="labs.bilirubin/0/unit"]', "");
await press(page, "button[formaction='/chart'].plain >> nth=0");
await judge(page, "a fault");
await page.goto(base);
await page.setInputFiles("#charts", charts);
await press(page, 'form[action="/upload"] button');
await judge(page, "meeting");

// 320 px: nothing needs sideways scrolling, but inside a region that says so.
const narrow = await visit({ viewport: { width: 320, height: 700 } });
for (const [name, steps] of Object.entries(PAGES)) {
  await open(narrow, steps);
  seen.wide[name] = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

// Live: a value is typed, the answer beside it follows, nothing is loaded anew.
await page.goto(`${base}/examples/synthetic-midgut`);
await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
const before = await page.textContent("#answer");
let loads = 0;
page.on("framenavigated", () => (loads += 1));
await page.fill('[name="labs.bilirubin/0/value"]', "3");
await page.waitForFunction((old) => document.getElementById("answer").textContent !== old, before);
seen.live = { before, after: await page.textContent("#answer"), loads };

// Keys alone: from the first page to the PDF.
const tab = async (page, selector, most = 400) => {
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return i + 1;
  }
  throw new Error(`Tab never reached ${selector}`);
};
const keys = await visit();
const opened = new Promise((answer) => keys.on("filechooser", answer)); // listened for before the page is there: no race with Enter
await keys.goto(base);
await keys.keyboard.press("Tab");
seen.skip = await keys.evaluate(() => document.activeElement.textContent);
await tab(keys, "#charts");
await keys.keyboard.press("Enter");
await (await opened).setFiles(charts[0]);
await tab(keys, 'form[action="/upload"] button');
await Promise.all([keys.waitForNavigation(), keys.keyboard.press("Enter")]);
const steps = await tab(keys, 'button[formaction="/sheet.pdf"]');
const [kept] = await Promise.all([keys.waitForEvent("download"), keys.keyboard.press("Enter")]);
const ring = await keys.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
seen.keys = { steps, name: kept.suggestedFilename(), start: readFileSync(await kept.path()).subarray(0, 5).toString(), ring };

// Without JavaScript: enter, answer, what if, sheet, PDF.
const plain = await visit({ javaScriptEnabled: false });
await plain.goto(base);
await press(plain, 'button[name="blank"]');
await plain.check('input[name="scope.neuroendocrine/0/value"][value="no"]');
await press(plain, "button[formaction='/chart'].plain >> nth=0");
const refused = await plain.textContent("#answer");
await plain.goto(base);
await plain.setInputFiles("#charts", charts[0]);
await press(plain, 'form[action="/upload"] button');
await press(plain, 'nav.tabs button[formaction="/what-if"]');
await plain.selectOption("#variable", "vessels.portal_vein");
await press(plain, 'div.try button[formaction="/what-if"]');
await plain.check('input[name="vessels.portal_vein/0/value"][value="main_occlusion"]');
await press(plain, 'button[name="try"]');
const turned = await plain.textContent("main");
await press(plain, 'nav.tabs button[formaction="/sheet"]');
const sheet = await plain.textContent("article.sheet");
const [paper] = await Promise.all([plain.waitForEvent("download"), plain.click('button[formaction="/sheet.pdf"]')]);
seen.plain = { refused, turned, sheet: sheet.length, start: readFileSync(await paper.path()).subarray(0, 5).toString() };

// The filmstrip: six stations of one board, side by side.
mkdirSync(pictures, { recursive: true });
const film = await visit({ viewport: { width: 1180, height: 820 } });
const frames = [];
const STATIONS = [
  ["Bring a chart", ["/"]],
  ["See what is open", ["/examples/published-case-1"]],
  ["Where the sources differ", PAGES.dissent],
  ["What would turn it", view("synthetic-hazards", "/what-if")],
  ["What to expect", ["/evidence"]],
  ["Print the sheet", PAGES.sheet],
];
for (const [label, steps] of STATIONS) {
  await open(film, steps);
  frames.push([label, (await film.screenshot()).toString("base64")]);
}
const strip = await (await browser.newContext({ viewport: { width: 1500, height: 800 } })).newPage();
await strip.setContent(
  `<style>body{margin:0;padding:20px;background:#fff;font:17px serif;color:#1b2230;display:grid;grid-template-columns:1fr 1fr 1fr;gap:18px}
   figure{margin:0}img{width:100%;border:1px solid #c9cfdb}figcaption{padding:4px 0}</style>` +
    frames
      .map(([label, data], i) => `<figure><img src="data:image/png;base64,${data}"><figcaption>${i + 1}. ${label}</figcaption></figure>`)
      .join(""),
);
await strip.screenshot({ path: join(pictures, "filmstrip.png"), fullPage: true });

await browser.close();
console.log(JSON.stringify(seen));
