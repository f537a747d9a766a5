import { BlockList, isIP } from 'node:net';
import { StartRefused } from '../store/key-file.ts';

/** The address under which people reach this server, and the proxies in front of it that are trusted. */
export interface Front {
  /** TENANT_ORIGIN: "https://console.example"; undefined: any host name is accepted. */
  origin?: string;
  /** TENANT_PROXY: the proxies whose X-Forwarded-For, -Proto and -Host are believed; undefined: none. */
  proxies?: BlockList;
}

/** The caller of a request, known from the connection or from a trusted proxy. */
export interface Caller {
  /** IP address; empty where it is not known. */
  address: string;
  https: boolean;
  /** The name under which the server was called: "console.example", "localhost:5180". */
  host: string;
  /** The value of TENANT_ORIGIN. */
  origin?: string;
}

/** A `Request` contains nothing about its connection, so that is kept here for as long as the request exists. */
const callers = new WeakMap<Request, Caller>();

/** For a request without `introduce`, the caller is derived from its URL. */
export const callerOf = (request: Request): Caller =>
  callers.get(request) ?? {
    address: '',
    https: new URL(request.url).protocol === 'https:',
    host: hostOf(request),
  };

export const hostOf = (request: Request): string => request.headers.get('Host') ?? new URL(request.url).host;

/**
 * Stores the caller of a request. `peer` is the address at the other end of the connection. Anybody can send the
 * headers of a proxy, so they are believed only if the peer is a trusted proxy. Every proxy appends to X-Forwarded-For,
 * so the caller is the last address in it that is not a trusted proxy.
 */
export function introduce(request: Request, peer: string, { origin, proxies }: Front): void {
  const { headers } = request;
  let address = plain(peer);
  // This server speaks only http: an https URL would be one that the caller wrote into the request line.
  let https = false;
  let host = hostOf(request);
  if (isOneOf(proxies, address)) {
    https = headers.get('X-Forwarded-Proto')?.split(',').at(-1)?.trim().toLowerCase() === 'https';
    host = headers.get('X-Forwarded-Host')?.split(',').at(-1)?.trim() || host;
    const hops = (headers.get('X-Forwarded-For') ?? '').split(',').map(plain);
    while (isOneOf(proxies, address) && isIP(hops.at(-1) ?? '') > 0) address = hops.pop() ?? '';
  }
  callers.set(request, {
    address,
    host,
    https: origin === undefined ? https : origin.startsWith('https:'),
    ...(origin === undefined ? {} : { origin }),
  });
}

/** For a request that this server makes itself while it answers another one: it has the same caller. */
export const introduceFor = (request: Request, answered: Request): void =>
  void callers.set(request, callerOf(answered));

/**
 * An address without its port and without the brackets of IPv6. An IPv4 address inside IPv6 becomes plain IPv4:
 * "::ffff:192.0.2.1" is 192.0.2.1.
 */
const plain = (address: string): string => {
  const [, bracketed, ipv4] = /^(?:\[([^\]]+)\](?::\d+)?|(?:::ffff:)?(\d+(?:\.\d+){3})(?::\d+)?)$/i.exec(
    address.trim(),
  ) ?? [undefined, undefined, undefined];
  return bracketed ?? ipv4 ?? address.trim();
};

const isOneOf = (list: BlockList | undefined, address: string): boolean =>
  list !== undefined && isIP(address) > 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Reads TENANT_ORIGIN and TENANT_PROXY. Throws a sentence for the person who starts the server. */
export function readFront(environment: Record<string, string | undefined>): Front {
  const { TENANT_ORIGIN: origin, TENANT_PROXY: proxies } = environment;
  return {
    ...(origin ? { origin: readOrigin(origin) } : {}),
    ...(proxies ? { proxies: readProxies(proxies) } : {}),
  };
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (isOrigin) return url.origin;
  throw new StartRefused(
    `TENANT_ORIGIN is ${text}, which is not an origin. Set the scheme and the name under which people open the console, without a path: TENANT_ORIGIN=https://console.example`,
  );
}

function readProxies(text: string): BlockList {
  const list = new BlockList();
  for (const item of text.split(',').map((each) => each.trim())) {
    const [address = '', prefix] = item.split('/');
    const version = isIP(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const mostBits = version === 6 ? 128 : 32;
    if (version === 0 || (bits !== undefined && !(Number.isInteger(bits) && bits >= 0 && bits <= mostBits))) {
      throw new StartRefused(
        `TENANT_PROXY has ${item || 'an empty item'}, which is not an IP address. Set the addresses of the proxies, separated by commas: TENANT_PROXY=127.0.0.1,10.0.0.0/24`,
      );
    }
    const family = version === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, bits, family);
  }
  return list;
}
