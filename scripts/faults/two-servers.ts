import { expect, expectNoStack, type Case } from './stage.ts';

export const twoServers: Case[] = [
  {
    name: 'a second server on the same data folder',
    play: async (stage) => {
      const first = await stage.start();
      const { code, output } = await stage.run('serve.ts');
      expect(code === 1, 'the second one ends with 1');
      expect(output.includes('is in use by another server'), `it says why: ${output}`);
      expectNoStack(output);
      await first.signIn('administrator');
      await first.stop('SIGKILL');
      await stage.start();
      return 'the second server says that the folder is in use; after kill -9 of the first it starts';
    },
  },
];
