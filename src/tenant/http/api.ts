import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Call } from '../../contract/call.ts';
import { calls, type CallName } from '../../contract/calls.ts';
import { refusal, refusalDetail } from '../../domain/session.ts';
import { accountCalls } from '../calls/accounts.ts';
import { answerCache, type PrintedAnswer } from './answer-cache.ts';
import { auditLogCalls } from '../calls/audit-log.ts';
import { backupCheckCalls } from '../calls/backup-checks.ts';
import { announcedSize, BODY_LIMIT, readJson, readOctets } from './body.ts';
import { createBodyRoom } from './body-room.ts';
import { calendarFeedCalls } from '../calls/calendar-feed.ts';
import { callerOf } from './caller.ts';
import { certificateCalls } from '../calls/certificates.ts';
import { acceptedEncoding, compress } from './compression.ts';
import { coverageCalls } from '../calls/coverage.ts';
import { isKnown } from './etag.ts';
import type { Handlers, Incoming, SignedIn } from './handler.ts';
import { ivrProfileCalls } from '../calls/ivr-profiles.ts';
import { keyReportCalls } from '../calls/key-report.ts';
import { keysCalls } from '../calls/keys.ts';
import { documented, splitName } from './openapi.ts';
import { foreignWrite } from './origin.ts';
import { noSuchCall, problemResponse, Refused } from './problem.ts';
import { overviewCalls } from '../calls/overview.ts';
import { passkeyCalls } from '../calls/passkeys.ts';
import { recordCalls } from '../calls/record.ts';
import { recordingCalls } from '../calls/recordings.ts';
import { requestCalls } from '../calls/requests.ts';
import { screenRecordingCalls } from '../calls/screen-recording.ts';
import { securityHeaders } from './security-headers.ts';
import { damagedTenantOf, readableSessionOf, sessionCalls, sessionOf } from '../sign-in/session.ts';
import { createSignInLimit, networkOf } from '../sign-in/sign-in-limit.ts';
import { singleSignOn } from '../sign-in/single-sign-on.ts';
import type { SingleSignOnSettings } from '../sign-in/single-sign-on-settings.ts';
import type { ClockJump } from '../store/clock.ts';
import { storeFault } from '../store/faults.ts';
import { assertText, readQuery } from './text.ts';
import type { DamagedTenant, OpenTenant } from '../tenants.ts';
import { listTag, versionCalls } from '../calls/versions.ts';

export interface ApiOptions {
  tenants: readonly OpenTenant[];
  /** The tenants that could not be opened. */
  damaged?: readonly DamagedTenant[];
  demoPassword?: string | undefined;
  /** The identity provider, for a tenant of one's own. */
  singleSignOn?: SingleSignOnSettings | undefined;
  /** Whether the last daily copy could not be made. */
  copyFailed?: (() => boolean) | undefined;
  clockJump?: (() => ClockJump | undefined) | undefined;
  now?: () => Date;
  /** Receives unexpected errors of the tenant, with their stacks; never a body, a query or a cookie. */
  log?: (line: string) => void;
}

/** The tenant API: every call of the contract, mounted from its table. Request → Response. */
export function createApi({
  tenants,
  damaged = [],
  demoPassword,
  singleSignOn: settings,
  copyFailed = () => false,
  clockJump = () => undefined,
  now = () => new Date(),
  log = () => {},
}: ApiOptions): OpenAPIHono {
  const signInLimit = createSignInLimit();
  const handlers: Handlers = {
    'GET /api/health': () => {
      const found = [...damaged, ...tenants.filter(({ database }) => database.isDamaged())];
      const isCopyMissing = copyFailed();
      const clock = clockJump();
      const unchecked = tenants.filter(({ database }) => database.pendingCheck() !== undefined);
      return {
        status: found.length === 0 && !isCopyMissing && !clock ? 'ok' : 'degraded',
        ...(unchecked.length > 0 && { checking: unchecked.map(({ tenant }) => tenant.name) }),
        ...(found.length > 0 && { damaged: found.map(({ tenant }) => tenant.name) }),
        ...(isCopyMissing && { dailyCopy: 'failed' }),
        ...(clock && { clock }),
      };
    },
    ...sessionCalls({ tenants, damaged, demoPassword, signInLimit, singleSignOn: settings }),
    ...accountCalls({ tenants, signInLimit }),
    ...passkeyCalls({ tenants, signInLimit }),
    ...versionCalls,
    ...certificateCalls,
    ...calendarFeedCalls({ tenants }),
    ...backupCheckCalls,
    ...recordCalls,
    ...keysCalls,
    ...ivrProfileCalls,
    ...requestCalls,
    ...screenRecordingCalls,
    ...coverageCalls,
    ...overviewCalls,
    ...recordingCalls,
    ...auditLogCalls,
    ...keyReportCalls,
  };
  const printed = answerCache();
  const room = createBodyRoom();
  const api = new OpenAPIHono();
  const headers = Object.entries(securityHeaders());

  api.use(async (context, next) => {
    await next();
    for (const [name, value] of headers) context.res.headers.set(name, value);
    context.res.headers.set('Tenant-Time', now().toISOString());
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store');
  });

  for (const [name, call] of Object.entries(calls) as [CallName, Call][]) {
    const { method, path } = splitName(name);
    api.openAPIRegistry.registerPath(documented(name, call));
    api.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      const request = context.req.raw;
      const answerHeaders = new Headers();
      const admitted = admit(call, {
        request,
        id: context.req.param('id') ?? '',
        mediaId: context.req.param('mediaId') ?? '',
        now: now(),
        answerHeaders,
      });
      const giveBack = call.body || call.bodyTypes ? takeRoom(call, admitted) : undefined;
      try {
        const body = await readInput(call, request);
        // The time is that of the act, and a body may take a while to arrive.
        return await answerTo(name, { ...admitted, body, now: now() });
      } finally {
        giveBack?.();
      }
    });
  }

  /** Everything that is asked of a call before its body is read. */
  function admit(
    call: Call,
    given: Pick<Incoming<CallName>, 'request' | 'id' | 'mediaId' | 'now' | 'answerHeaders'>,
  ) {
    const { request, now } = given;
    const foreign = foreignWrite(request);
    if (foreign) throw foreign;
    // Where nobody needs to be signed in, a damaged tenant's cookie is not in the way: not of the health, nor of
    // signing in to another tenant.
    const session = (call.allow === 'anyone' ? readableSessionOf : sessionOf)(tenants, request, now);
    const unopened = damagedTenantOf(damaged, request);
    if (unopened && call.allow !== 'anyone') {
      throw new Refused('tenant_damaged', { detail: unopened.tenant.name });
    }
    if (call.allow !== 'anyone') assertMay(session, call.allow);
    const query = call.query && valid(call.query, readQuery(new URL(request.url)));
    const ifMatch = call.ifMatch && request.headers.get('If-Match');
    if (ifMatch === null) throw new Refused('precondition_required');
    const idempotencyKey = call.idempotencyKey && (request.headers.get('Idempotency-Key') ?? undefined);
    if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) {
      throw new Refused('invalid_request', {
        detail: 'Idempotency-Key is 1 to 255 visible ASCII characters',
      });
    }
    assertText({ id: given.id, mediaId: given.mediaId, 'If-Match': ifMatch });
    assertText(query);
    return { ...given, session, query, ifMatch, idempotencyKey };
  }

  /** Who signs in is not known before the body is read, so the address stands for the person. */
  function takeRoom(call: Call, { session, request }: ReturnType<typeof admit>): () => void {
    const bytes = announcedSize(request, call.bodyLimit ?? BODY_LIMIT);
    return session && call.allow !== 'anyone'
      ? room({ person: session.username, tenant: session.store.slug }, bytes)
      : room({ person: networkOf(callerOf(request).address), tenant: '' }, bytes);
  }

  async function answerTo(
    name: CallName,
    incoming: ReturnType<typeof admit> & { body: unknown },
  ): Promise<Response> {
    const call: Call = calls[name];
    const { request, answerHeaders } = incoming;
    // `admit` has checked the types that the handler requires. `handlers` is typed call by call, which a dynamic name
    // loses.
    const handler = handlers[name] as (incoming: unknown) => unknown;
    const list = listTag(name, incoming.session, incoming.query);
    if (list) {
      if (isKnown(request.headers.get('If-None-Match'), list.etag))
        return unchanged(list.etag, answerHeaders);
      const key = [list.view, name, JSON.stringify(incoming.query)].join('\n');
      let answer = printed.find(key, list.etag);
      if (!answer) {
        answer = { ...print(call, await handler(incoming)), etag: list.etag };
        printed.keep(key, answer);
      }
      return send(answer, request, answerHeaders);
    }
    const answer = await handler(incoming);
    return call.media ? (answer as Response) : encode(call, answer, request, answerHeaders);
  }

  const [own] = tenants;
  if (settings && own) {
    const pages = singleSignOn({ settings, store: own, now, log });
    for (const [path, answer] of Object.entries(pages)) api.get(path, (context) => answer(context.req.raw));
  }

  // The OpenAPI document, made when it is first requested.
  let document: string | undefined;
  api.get('/api/openapi.json', (context) => {
    document ??= JSON.stringify(
      api.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Recording certificates: tenant API', version: '1' },
      }),
    );
    return context.body(document, 200, { 'Content-Type': 'application/json' });
  });

  api.notFound(() => noSuchCall());
  api.onError((error) => {
    if (error instanceof Refused) return problemResponse(error);
    const fault = storeFault(error);
    if (fault) {
      log(
        fault === 'full'
          ? `disk full: ${error.message}`
          : `${error.message} Stop the server and start it again: it then says what to do.`,
      );
      return problemResponse(new Refused(fault === 'full' ? 'storage_full' : 'tenant_damaged'));
    }
    log(`internal error: ${error.stack ?? error.message}`);
    return problemResponse(new Refused('internal_error'));
  });
  return api;
}

function assertMay(session: SignedIn | undefined, capability: Exclude<Call['allow'], 'anyone'>): void {
  if (!session) throw new Refused('not_signed_in');
  const refused = refusal(session, capability);
  if (refused) throw new Refused(refused.code, { detail: refusalDetail(refused) });
}

async function readInput(call: Call, request: Request): Promise<unknown> {
  const { bodyLimit = BODY_LIMIT } = call;
  if (call.bodyTypes) return readOctets(request, call.bodyTypes, bodyLimit);
  if (!call.body) return undefined;
  const body = valid(call.body, await readJson(request, bodyLimit));
  assertText(body);
  return body;
}

/**
 * Parses the input. The refusal names the first member that is wrong, but never its value, which may be a password or a
 * private key.
 */
function valid(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input, { reportInput: false });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refused('invalid_request', {
    detail: [issue?.path.join('.'), issue?.message].filter(Boolean).join(': '),
  });
}

async function encode(call: Call, result: unknown, request: Request, headers: Headers): Promise<Response> {
  if (!call.answer) return new Response(null, { status: 204, headers });
  // Only a handler can set an entity tag for its whole answer.
  const etag = headers.get('ETag');
  if (etag && isKnown(request.headers.get('If-None-Match'), etag)) return unchanged(etag, headers);
  const answer = print(call, result);
  if (call.status === 201 && has('id', result)) {
    headers.set('Location', `${new URL(request.url).pathname}/${result.id}`);
  }
  return send(has('etag', result) ? { ...answer, etag: result.etag } : answer, request, headers, call);
}

/**
 * Parsing an answer with its schema removes everything that the contract does not name, so nothing else can leave the
 * tenant.
 */
const print = (call: Call, result: unknown): PrintedAnswer => {
  const answer = call.answer?.parse(result);
  return { bytes: Buffer.from(call.contentType ? String(answer) : JSON.stringify(answer)), encoded: {} };
};

async function send(
  { etag, bytes, encoded }: PrintedAnswer,
  request: Request,
  headers: Headers,
  { contentType = 'application/json', status }: Partial<Call> = {},
): Promise<Response> {
  if (etag) headers.set('ETag', etag);
  headers.set('Content-Type', contentType);
  headers.set('Vary', 'Accept-Encoding');
  const encoding = bytes.byteLength > 1400 ? acceptedEncoding(request) : undefined;
  if (encoding) headers.set('Content-Encoding', encoding);
  const body = encoding ? (encoded[encoding] ??= await compress(bytes, encoding, 'fast')) : bytes;
  return new Response(new Uint8Array(body), { status: status ?? 200, headers });
}

function unchanged(etag: string, headers: Headers): Response {
  headers.set('ETag', etag);
  return new Response(null, { status: 304, headers });
}

const has = <K extends string>(member: K, answer: unknown): answer is Record<K, string> =>
  typeof answer === 'object' && answer !== null && member in answer;
