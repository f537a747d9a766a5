import { createPrivateKey } from 'node:crypto';
import type { Rule } from '../world.ts';

export const keysManagement: Rule[] = [
  {
    name: 'A tenant on Azure takes private keys in PKCS#8 alone',
    needs: ['azure administrator'],
    async check(world) {
      const caller = await world.signIn('azure administrator');
      const { certificate, privateKey } = world.pair();
      const pkcs1 = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
      const refused = await caller.call('POST /api/keys', { body: { certificate, privateKey: pkcs1 } });
      refused.refusedWith('pkcs8_needed');
    },
  },
];
