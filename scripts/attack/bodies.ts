import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, type Client, type Server } from '../faults/stage.ts';
import type { Attack } from './attack.ts';
import { grown, held, kept, startWatched } from './figures.ts';

const MB = 1024 * 1024;
const STORM = 20;

const brackets = (bytes: number) => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2);

const post = async (server: Server, path: string, { cookie }: Pick<Client, 'cookie'>, body: string) => {
  try {
    const headers = { Cookie: cookie, 'Content-Type': 'application/json' };
    const response = await fetch(server.url + path, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // The server may end the connection before it has read so much.
    return 413;
  }
};

/** Sends a request whose body never ends: `sent` bytes of `announced`. */
async function unfinished(
  { url }: Server,
  { cookie }: Pick<Client, 'cookie'>,
  { path, type, announced, sent }: { path: string; type: string; announced: number; sent: number },
): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  // The server may refuse and end it.
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nContent-Type: ${type}\r\nContent-Length: ${announced}\r\n\r\n`,
  );
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await Promise.race([new Promise((resolve) => socket.write(Buffer.alloc(sent, '['), resolve)), ended]);
  return socket;
}

export const bodies: Attack[] = [
  {
    name: `a body of 12 MB of brackets, and ${STORM} of them at once`,
    play: async (stage, pace) => {
      const { server, watch } = await startWatched(stage);
      const administrator = await server.signIn('administrator');
      await post(server, '/api/test-calls', administrator, '[]');
      const large = brackets(12 * MB);
      const fitting = brackets(255 * 1024);
      const send = async (path: string, body: string) => {
        const status = await post(server, path, administrator, body);
        expect(status >= 400 && status < 500, `it is refused (${status})`);
      };
      const one = await watch.of(() => send('/api/test-calls', large));
      const small = await watch.of(() => send('/api/certificates', fitting));
      const figures = [held('one of 12 MB', one, pace), held('one of 255 kB', small, pace)];
      if (!pace.quick) {
        const storm = await watch.of(() =>
          Promise.all(Array.from({ length: STORM }, () => send('/api/test-calls', large))),
        );
        figures.push(held('the storm', storm, pace), grown('the storm', storm, 128));
      }
      return kept(...figures);
    },
  },
  {
    name: 'a hundred bodies of one session that never end',
    slow: true,
    play: async (stage) => {
      const { server, watch } = await startWatched(stage);
      const administrator = await server.signIn('administrator');
      const sockets: Socket[] = [];
      stage.atTheEnd(() => sockets.forEach((socket) => void socket.destroy()));
      const paths = [
        { path: '/api/test-calls', type: 'application/json' },
        { path: '/api/test-calls/spoken?durationMs=1000', type: 'audio/webm' },
      ];
      const reading = await watch.of(async () => {
        for (let i = 0; i < 100; i++) {
          const body = { ...paths[i % 2]!, announced: 8 * MB, sent: 4 * MB };
          sockets.push(await unfinished(server, administrator, body));
        }
        await setTimeout(1000);
      });
      const other = await server.signIn('fabrikam-administrator');
      expect((await other.get('/api/certificates')).status === 200, 'others are answered meanwhile');
      const upload = await other.send('POST', '/api/certificates', {});
      expect(upload.status === 400, `and their bodies are read (${upload.status})`);
      return kept(grown('400 MB sent', reading, 128));
    },
  },
  {
    name: 'bodies of somebody who is not signed in',
    play: async (stage) => {
      const server = await stage.start();
      const nobody = { cookie: '' };
      const upload = await post(server, '/api/certificates', nobody, JSON.stringify('x'.repeat(200_000)));
      expect(upload === 401, `an upload is refused before it is read (${upload})`);
      const signIn = await post(
        server,
        '/api/session',
        nobody,
        JSON.stringify({ username: 'administrator', password: 'x'.repeat(200_000) }),
      );
      expect(signIn === 413, `a sign-in of 200 kB is refused by its size (${signIn})`);
      return 'refused before they are read';
    },
  },
];
