import { firstRows, launch, longList, weights } from './console.ts';

/** Figures, not tests: medians on this machine, each beside what it stands against. */
const browser = await launch();
try {
  await weights(browser);
  await firstRows(browser);
  await longList(browser);
} finally {
  await browser.close();
}
