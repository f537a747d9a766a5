import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';

/** For tests: a real identity provider on this machine, with two people and a form that lets everybody in by name. */
export interface TestProvider {
  issuer: string;
  /** What the groups of a person are. */
  groups: Map<string, string[]>;
  /** Changes the claims of the next ID tokens, which are then signed as before. */
  tamper: ((claims: Record<string, unknown>) => Record<string, unknown>) | undefined;
  /** Signs the next ID tokens with another key. */
  forges: boolean;
  close: () => Promise<void>;
}

export const CLIENT = { id: 'console', secret: 'the secret of the console' };

/**
 * `redirect`: the origins of the consoles, as they are at the first request. `inIdToken`: groups are in the ID token, and
 * not only at userinfo.
 */
export async function startProvider(
  redirect: readonly string[],
  { inIdToken = false } = {},
): Promise<TestProvider> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: TestProvider = {
    issuer,
    groups: new Map(),
    tamper: undefined,
    forges: false,
    close: () => closed(server),
  };
  let answer: ReturnType<Provider['callback']> | undefined;
  server.on('request', (incoming, outgoing) => {
    answer ??= providerOf(state, { redirect, inIdToken }).callback();
    void answer(incoming, outgoing);
  });
  return state;
}

function providerOf(
  state: TestProvider,
  { redirect, inIdToken }: { redirect: readonly string[]; inIdToken: boolean },
): Provider {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const others = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(state.issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: redirect.map((origin) => `${origin}/api/sign-in/callback`),
        post_logout_redirect_uris: redirect.map((origin) => `${origin}/sign-in`),
      },
    ],
    jwks: {
      keys: [{ ...keys.privateKey.export({ format: 'jwk' }), kid: 'first', use: 'sig', alg: 'RS256' }],
    },
    cookies: { keys: ['a key for the cookies of tests'] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    conformIdTokenClaims: !inIdToken,
    pkce: { required: () => true },
    ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        preferred_username: id.replace('subject-', ''),
        groups: state.groups.get(id.replace('subject-', '')) ?? [],
      }),
    }),
    // Nobody is asked for consent.
    async loadExistingGrant(context) {
      const { client, session } = context.oidc;
      const grant = new provider.Grant({
        ...(client && { clientId: client.clientId }),
        ...(session?.accountId && { accountId: session.accountId }),
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = `<!doctype html><title>Sign out</title>${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out here, too</button>`;
        },
      },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  });
  provider.use(async (context, next) => {
    const [, uid] = /^\/interaction\/([\w-]+)$/.exec(context.path) ?? [];
    if (uid) await interact(provider, context);
    else await next();
    const body = context.body as { id_token?: string } | undefined;
    if (context.path === '/token' && body?.id_token) {
      body.id_token = resigned(body.id_token, state, state.forges ? others.privateKey : keys.privateKey);
    }
  });
  return provider;
}

/** A form for the name; whoever sends it is signed in. */
async function interact(
  provider: Provider,
  context: KoaContextWithOIDC | Parameters<Parameters<Provider['use']>[0]>[0],
): Promise<void> {
  if (context.method === 'GET') {
    context.body =
      '<!doctype html><title>Identity provider</title><form method="post"><label>Name <input name="name"></label><button>Sign in</button></form>';
    return;
  }
  let sent = '';
  for await (const chunk of context.req) sent += String(chunk);
  const accountId = `subject-${new URLSearchParams(sent).get('name') ?? ''}`;
  await provider.interactionFinished(context.req, context.res, { login: { accountId } });
  context.respond = false;
}

function resigned(token: string, { tamper }: TestProvider, key: KeyObject): string {
  const [header = '', payload = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const changed = Buffer.from(JSON.stringify(tamper ? tamper(claims) : claims)).toString('base64url');
  const signature = sign(
    'sha256',
    Buffer.from(`${header}.${changed}`),
    createPrivateKey(key.export({ format: 'pem', type: 'pkcs8' })),
  );
  return `${header}.${changed}.${signature.toString('base64url')}`;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
