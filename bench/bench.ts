import { chosenFile, firstRows, launch, longList, weights } from './console.ts';
import { load } from './load.ts';
import { decryptLongestTask, decryptMemory, decryptRecording } from './decrypt.ts';
import { generatePairs, inspectCertificates, longestTasks } from './key-tools.ts';

/** Measurements, not tests: each prints the median on this machine beside its goal. */
const browser = await launch();
try {
  await weights(browser);
  await firstRows(browser);
  await longList(browser);
  await load();
  await chosenFile(browser);
  await generatePairs(browser);
  await inspectCertificates(browser);
  await decryptRecording(browser);
  await decryptLongestTask(browser);
  await decryptMemory();
  await longestTasks(browser);
} finally {
  await browser.close();
}
