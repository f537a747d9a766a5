import { createHash } from 'node:crypto';
import * as openid from 'openid-client';
import { pathOnSite } from '../../domain/path-on-site.ts';
import { problemSentence } from '../../domain/problem.ts';
import { roles, type Role } from '../../domain/session.ts';
import { accountAtProvider } from './account-acts.ts';
import { cookie, readCookie } from '../http/cookies.ts';
import { originOf } from '../http/origin.ts';
import { Refused } from '../http/problem.ts';
import { endSession, readableSessionOf, sessionCookie, startSession } from './session.ts';
import type { SingleSignOnSettings } from './single-sign-on-settings.ts';
import { sealedText, unsealed } from '../store/sealing.ts';
import type { OpenTenant } from '../tenants.ts';

/** What a browser keeps between leaving for the identity provider and coming back. */
interface Leaving {
  state: string;
  nonce: string;
  verifier: string;
  /** The page to open afterwards. */
  back: string;
  /** The provider asks for the password, also of a person that it knows. */
  prove: boolean;
  until: number;
}

const COOKIE = 'leaving';
const PURPOSE = 'leaving for the identity provider';
/** In seconds. */
const LONGEST_AWAY = 600;
/** In seconds: so long the provider may take for an answer. */
const PATIENCE = 10;

const START = '/api/sign-in/start';
const CALLBACK = '/api/sign-in/callback';
const END = '/api/sign-in/end';

/**
 * Sign-in at an identity provider: OpenID Connect with the authorization code, PKCE, state and nonce. These three are
 * pages and no calls: a browser goes there.
 *
 * No site that leads here brings the `Strict` session cookie, so state, nonce and verifier are in a cookie of their own,
 * `Lax` and sealed, and the way back ends with a page of ours that opens the next one: that request is from this site.
 */
export function singleSignOn({
  settings,
  store,
  now,
  log,
}: {
  settings: SingleSignOnSettings;
  store: OpenTenant;
  now: () => Date;
  log: (line: string) => void;
}): Record<string, (request: Request) => Promise<Response>> {
  let known: Promise<openid.Configuration> | undefined;

  /** What the provider says of itself is kept; where it does not answer, the next sign-in asks again. */
  const provider = (): Promise<openid.Configuration> => {
    known ??= discover(settings).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };

  const leavingOf = (request: Request): Leaving | undefined => {
    const kept = unsealed(store.seal, readCookie(request, COOKIE) ?? '', PURPOSE);
    const leaving = kept as Leaving | undefined;
    return leaving && leaving.until > now().getTime() ? leaving : undefined;
  };

  async function comeBack(request: Request, leaving: Leaving): Promise<string> {
    const config = await provider();
    const url = new URL(originOf(request) + CALLBACK + new URL(request.url).search);
    const tokens = await openid.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: leaving.verifier,
      expectedState: leaving.state,
      expectedNonce: leaving.nonce,
      idTokenExpected: true,
      // Only then does the provider have to say when it asked (OpenID Connect Core, 3.1.2.1).
      ...(leaving.prove && { maxAge: LONGEST_AWAY }),
    });
    const claims = tokens.claims();
    if (!claims || !tokens.id_token) throw new Refused('provider_refused', { detail: 'it sent no ID token' });
    const info = claimOf(claims, settings.roleClaim)
      ? claims
      : { ...(await openid.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims };
    const role = roleOf(info, settings);
    if (!role) throw new Refused('no_role_at_provider', { detail: nameIn(info) ?? claims.sub });
    const { database } = store;
    const at = now();
    const { token } = database.transaction(() => {
      const person = { issuer: claims.iss, subject: claims.sub, username: nameIn(info) ?? claims.sub, role };
      const account = accountAtProvider({ store, now: at }, person);
      return startSession(store, account, at, request, { idToken: tokens.id_token });
    });
    return token;
  }

  return {
    [START]: async (request) => {
      const { searchParams } = new URL(request.url);
      const origin = originOf(request);
      const back = pathOnSite(searchParams.get('back') ?? '/', origin) ?? '/';
      try {
        const config = await provider();
        const verifier = openid.randomPKCECodeVerifier();
        const leaving: Leaving = {
          state: openid.randomState(),
          nonce: openid.randomNonce(),
          verifier,
          back,
          prove: searchParams.has('prove'),
          until: now().getTime() + LONGEST_AWAY * 1000,
        };
        const to = openid.buildAuthorizationUrl(config, {
          redirect_uri: origin + CALLBACK,
          response_mode: 'query',
          scope: settings.scope,
          state: leaving.state,
          nonce: leaving.nonce,
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
          ...(leaving.prove && { prompt: 'login', max_age: '0' }),
        });
        const sealed = sealedText(store.seal, leaving, PURPOSE);
        return leave(to.href, cookie(request, COOKIE, sealed, LONGEST_AWAY, 'Lax'));
      } catch (error) {
        return page(signInPage(back, problemOf(error, log)));
      }
    },

    [CALLBACK]: async (request) => {
      const leaving = leavingOf(request);
      // Each way back is tried once.
      const forget = cookie(request, COOKIE, '', 0, 'Lax');
      if (!leaving) return page(signInPage('/', new Refused('sign_in_took_too_long')), forget);
      try {
        const before = readableSessionOf([store], request, now());
        const token = await comeBack(request, leaving);
        if (before) endSession(before, now());
        return page(signInPage(leaving.back), forget, sessionCookie(request, store, token));
      } catch (error) {
        return page(signInPage(leaving.back, problemOf(error, log)), forget);
      }
    },

    [END]: async (request) => {
      const session = readableSessionOf([store], request, now());
      if (session) endSession(session, now());
      const forget = sessionCookie(request, store, undefined);
      const home = `${originOf(request)}/sign-in`;
      const config = session?.idToken ? await provider().catch(() => undefined) : undefined;
      if (!session?.idToken || !config?.serverMetadata().end_session_endpoint) return leave(home, forget);
      const to = openid.buildEndSessionUrl(config, {
        id_token_hint: session.idToken,
        post_logout_redirect_uri: home,
      });
      return leave(to.href, forget);
    },
  };
}

/** By default, TLS alone would vouch for the ID token: its signature is checked, too. */
function discover({ issuer, clientId, clientSecret }: SingleSignOnSettings): Promise<openid.Configuration> {
  const execute = [openid.enableNonRepudiationChecks];
  if (issuer.protocol === 'http:') execute.push(openid.allowInsecureRequests);
  const authentication = clientSecret === undefined ? openid.None() : undefined;
  return openid.discovery(issuer, clientId, clientSecret, authentication, { execute, timeout: PATIENCE });
}

/** The member of that name; where there is none, a dot leads into a member: `realm_access.roles`. */
function claimOf(claims: object, name: string): unknown {
  const members = claims as Record<string, unknown>;
  if (members[name] !== undefined) return members[name];
  const [first = '', ...rest] = name.split('.');
  const inner = members[first];
  return rest.length > 0 && typeof inner === 'object' && inner !== null
    ? claimOf(inner, rest.join('.'))
    : undefined;
}

/** Of several groups, the one whose role may most counts. */
function roleOf(claims: object, { roleClaim, roles: mapped }: SingleSignOnSettings): Role | undefined {
  const claim = claimOf(claims, roleClaim);
  const groups = Array.isArray(claim) ? claim : [claim];
  const found = new Set(groups.map((group) => mapped.get(String(group))));
  return roles.find((role) => found.has(role));
}

function nameIn(claims: object): string | undefined {
  const names = [claimOf(claims, 'preferred_username'), claimOf(claims, 'email')];
  return names.find((name) => typeof name === 'string' && name !== '') as string | undefined;
}

/** A problem for the person, and for whoever runs the server what the provider or the library said. */
function problemOf(error: unknown, log: (line: string) => void): Refused {
  if (error instanceof Refused) {
    log(`single sign-on: ${problemSentence(error.code, error.about)}`);
    return error;
  }
  const { code, cause, message } = error as Error & { code?: string };
  const said = cause instanceof Error ? `${message} (${cause.message})` : message;
  log(`single sign-on: ${said}`);
  const away = ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'];
  const isAway = (error instanceof TypeError && code === undefined) || away.includes(code ?? '');
  return new Refused(isAway ? 'provider_unreachable' : 'provider_refused', isAway ? {} : { detail: said });
}

/**
 * The sign-in page leads on to `back`, or says the problem. Without its details: whoever makes a link could put any text
 * there.
 */
function signInPage(back: string, problem?: Refused): string {
  const query = new URLSearchParams({ back });
  if (problem) query.set('problem', problem.code);
  return `/sign-in?${query}`;
}

const leave = (to: string, ...cookies: string[]): Response =>
  withCookies(new Response(null, { status: 302, headers: { Location: to } }), cookies);

/** A page of this site that opens the next one, so that its request brings the session cookie. */
const page = (to: string, ...cookies: string[]): Response => {
  const address = to.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const html = `<!doctype html><html lang="en" translate="no"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}"><title>Sign in</title><a href="${address}">Continue</a></html>`;
  return withCookies(
    new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8' } }),
    cookies,
  );
};

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const each of cookies) response.headers.append('Set-Cookie', each);
  return response;
}
