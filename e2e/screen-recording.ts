import { X509Certificate } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, type Session } from './fixtures.ts';
import { signedInAt } from '../src/testing/client.ts';

export const list = '/administration/screen-recording-certificates';
export const professional = 'I have discussed this with my Genesys Professional';

export const add = (page: Page) => page.getByRole('link', { name: 'Add', exact: true });
export const remove = (page: Page) => page.getByRole('button', { name: 'Remove', exact: true });
export const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
export const cancel = (page: Page) => page.getByRole('button', { name: 'Cancel', exact: true });
export const selectWindow = (page: Page) => page.getByRole('dialog', { name: 'Select Certificate' });
export const changes = (page: Page) => page.getByRole('group', { name: 'What saving changes' });
export const saveDialog = (page: Page) =>
  page.getByRole('dialog', { name: 'Save Screen Recording Certificates?' });
export const offDialog = (page: Page) =>
  page.getByRole('dialog', { name: 'Turn off the encryption of screen recordings?' });
export const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
export const banner = (page: Page, text: string | RegExp) =>
  page.getByRole('status').filter({ hasText: text });

/** Makes these certificates the list. */
export async function put(page: Session, certificateIds: string[]) {
  const { etag } = (await (await page.request.get('/api/screen-recording-certificates')).json()) as {
    etag: string;
  };
  const answer = await page.request.put('/api/screen-recording-certificates', {
    data: { certificateIds },
    headers: { 'If-Match': etag },
  });
  expect(answer.status()).toBe(200);
}

/** A recorder: signs in and reads its settings over HTTP. It does not use the console. */
export async function recorder(url: string, contactCenterId: string) {
  const professional = await signedInAt(url, 'professional');
  return {
    /** The common names of the certificates for which it would encrypt now. */
    encryptsFor: async (): Promise<string[]> => {
      const { statusCode, settings, key } = (
        await professional.call('GET /api/v2/ops/contact-centers/{id}/settings/screen-recording-encryption', {
          params: { id: contactCenterId },
        })
      ).answer;
      expect([statusCode, key]).toEqual([0, 'name']);
      const names: string[] = [];
      for (let number = 1; number * 2 <= settings.length; number++) {
        const [alias, certificate] = settings.slice(number * 2 - 2, number * 2);
        expect(alias?.name).toBe(`certificatealias-${number}`);
        expect(certificate?.name).toBe(`certificate-${number}`);
        const value = certificate?.value ?? '';
        expect(value.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        const { subject, serialNumber } = new X509Certificate(value);
        expect(alias?.value).toMatch(/^rcs_Environment:1:/);
        expect(alias?.value.split(':').at(-1)).toBe(BigInt(`0x${serialNumber}`).toString());
        names.push(/CN=(.*)/.exec(subject)?.[1] ?? '');
      }
      return names;
    },
  };
}

export const contactCenterOf = async (page: Session) =>
  (
    (await (await page.request.get('/api/screen-recording-certificates')).json()) as {
      contactCenterId: string;
    }
  ).contactCenterId;
