import { createRoute, z } from '@hono/zod-openapi';
import type { Call } from '../../contract/call.ts';
import type { CallName } from '../../contract/calls.ts';
import { problem } from '../../contract/problem.ts';

export const splitName = (name: CallName) => {
  const [method = '', path = ''] = name.split(' ');
  return { method, path };
};

const parametersOf = (path: string) =>
  Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string()]));

const refused = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem } },
});

const bodyContent = ({ body, bodyTypes = [] }: Call) =>
  body
    ? { 'application/json': { schema: body } }
    : Object.fromEntries(bodyTypes.map((type) => [type, { schema: bytes }]));

const bytes = z.string().openapi({ type: 'string', format: 'binary' });

/** The call as the OpenAPI document describes it. */
export function documented(name: CallName, call: Call) {
  const { method, path } = splitName(name);
  const headers = z.object({
    ...(call.ifMatch ? { 'If-Match': z.string() } : {}),
    ...(call.idempotencyKey ? { 'Idempotency-Key': z.string().max(255).optional() } : {}),
  });
  return createRoute({
    method: method.toLowerCase() as 'get' | 'post' | 'put' | 'delete',
    path,
    summary: call.summary,
    description: call.allow === 'anyone' ? 'Anyone may call it.' : `Needs the capability “${call.allow}”.`,
    request: {
      ...(path.includes('{') ? { params: z.object(parametersOf(path)) } : {}),
      ...(call.query ? { query: call.query } : {}),
      ...(Object.keys(headers.shape).length > 0 ? { headers } : {}),
      ...(call.body || call.bodyTypes ? { body: { required: true, content: bodyContent(call) } } : {}),
    },
    responses: {
      [call.status ?? (call.answer || call.media ? 200 : 204)]: {
        description: 'Done',
        ...(call.media
          ? { content: { [call.contentType ?? 'application/octet-stream']: { schema: z.string() } } }
          : {}),
        ...(call.answer
          ? { content: { [call.contentType ?? 'application/json']: { schema: call.answer } } }
          : {}),
      },
      ...(call.allow === 'anyone'
        ? {}
        : {
            503: refused(
              'The stored data of the tenant is damaged (tenant_damaged), or it is busy (busy): then try again after Retry-After',
            ),
          }),
      ...(method === 'GET'
        ? {}
        : {
            507: refused(
              'The tenant’s disk is full (storage_full), or its recordings take up what they may (media_quota_reached); nothing was saved',
            ),
          }),
      default: refused('Refused, with a stable code (RFC 9457)'),
    },
  });
}
