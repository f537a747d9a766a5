import type { Entry } from './entry.ts';

/** Of a call, whatever it is about. */
export const callProblems = {
  changed_meanwhile: {
    status: 412,
    title: 'Changed meanwhile',
    sentence: ({ detail }) =>
      `Somebody else changed this after you opened it${detail && ` (${detail})`}. Nothing was saved; review the change and try again.`,
  },
  precondition_required: {
    status: 428,
    title: 'Precondition required',
    sentence: () => 'This call needs an If-Match header with the ETag of the item to change.',
  },
  idempotency_key_reused: {
    title: 'Idempotency key reused',
    sentence: () => 'This Idempotency-Key was used for another upload. Send a new key with a new upload.',
  },
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    sentence: ({ detail }) => `The request is not of the documented form${detail && `: ${detail}`}.`,
  },
  not_found: {
    status: 404,
    title: 'Not found',
    sentence: ({ detail }) => detail || 'There is nothing here for this session.',
  },
  forbidden: {
    status: 403,
    title: 'Not permitted',
    sentence: ({ detail }) =>
      `Your account lacks the privilege ${detail ? `“${detail}”` : 'for this'}. Ask your administrator for it.`,
  },
  not_on_this_platform: {
    status: 403,
    title: 'Not on this platform',
    sentence: ({ detail }) =>
      detail === 'azure'
        ? 'This tenant is hosted on Azure: certificates are uploaded in Agent Setup, under Keys Management.'
        : 'This tenant is hosted on AWS: certificates are uploaded in Administration, under Certificates.',
  },
  screen_recording_not_bought: {
    status: 403,
    title: 'Screen recording not bought',
    sentence: () =>
      'This tenant has not bought screen recording, so there are no screen recordings to encrypt, and you may skip this step. Your voice recordings are not affected. To buy it, contact your Genesys Professional.',
  },
  wrong_origin: {
    status: 403,
    title: 'Wrong origin',
    sentence: ({ detail }) =>
      detail
        ? `The request came from ${detail}. So it was refused as one of another site. If both are this console, a proxy before it passes on another name: set TENANT_ORIGIN to the address that people open.`
        : 'The request came from another site and was refused.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    sentence: ({ detail }) => `Send the body as ${detail || 'application/json'}.`,
  },
  body_too_large: {
    status: 413,
    title: 'Request too large',
    sentence: ({ detail }) =>
      detail
        ? `The request is larger than ${detail}.`
        : 'The request is larger than 256 kB. A certificate and its key in PEM are a few kilobytes.',
  },
  body_too_slow: {
    status: 408,
    title: 'Request too slow',
    sentence: () =>
      'The request took too long to arrive, so it was given up. Nothing was saved; check your connection, then try again.',
  },
  too_many_attempts: {
    status: 429,
    title: 'Too many attempts',
    sentence: ({ detail }) =>
      `Too many sign-ins with this user name failed. Wait ${detail || 'a few minutes'}, then try again.`,
  },
  busy: {
    status: 503,
    title: 'Busy',
    sentence: () =>
      'The tenant is still busy with what you or your colleagues asked for before, so this was not begun. Nothing was saved; try again in a few seconds.',
  },
  storage_full: {
    status: 507,
    title: 'Disk full',
    sentence: () =>
      'The tenant’s disk is full or over its quota, so nothing was saved. Ask whoever runs the tenant to make room, then do the same again. What is stored can still be read.',
  },
  media_quota_reached: {
    status: 507,
    title: 'No room for recordings',
    sentence: ({ detail }) =>
      `The recordings of this tenant take up what they may${detail && ` (${detail})`}, so nothing was saved. Recordings make room when the time is over for which they are kept. For more room now, ask whoever runs the tenant.`,
  },
  tenant_damaged: {
    status: 503,
    title: 'Damaged data',
    sentence: ({ detail }) =>
      `The stored data of ${detail || 'this tenant'} is damaged, so nothing can be read or saved until it is restored. Tell whoever runs the tenant: the server’s log says which file is damaged and what to do.`,
  },
  tenant_unreachable: {
    status: 502,
    title: 'Tenant unreachable',
    sentence: ({ detail }) =>
      `The console runs, but the tenant behind it ${detail || 'does not answer'}. Try again in a moment. If you were saving, look first whether it was saved.`,
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    sentence: () =>
      'The tenant could not do this because of an error of its own. Nothing was saved; try again.',
  },
} satisfies Record<string, Entry>;
