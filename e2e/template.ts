import { makeTemplate } from '../src/testing/template.ts';

/** Runs once before all journeys: the data folder that the tenant of each test begins as a copy of. */
export default async function provideTemplate(): Promise<() => void> {
  const { dataDir, remove } = await makeTemplate();
  process.env['TENANT_TEMPLATE'] = dataDir;
  return remove;
}
