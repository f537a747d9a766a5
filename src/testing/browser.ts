import { paths } from '../paths.ts';
import { CookieJar } from './cookies.ts';

/** A browser: the cookies of each site, and it goes wherever it is led. */
export class TestBrowser {
  /** Whether the provider is to ask again who it is. */
  proves = false;
  readonly #console: string;
  readonly #ask: (path: string, init: RequestInit) => Promise<Response>;
  readonly #jars = new Map<string, CookieJar>();

  /** `ask` reaches the console that is at this origin. */
  constructor(origin: string, ask: (path: string, init: RequestInit) => Promise<Response>) {
    this.#console = origin;
    this.#ask = ask;
  }

  async open(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin, pathname, search } = new URL(url);
    const jar = this.#jars.get(origin) ?? new CookieJar();
    this.#jars.set(origin, jar);
    const headers = new Headers(init.headers);
    headers.set('Cookie', jar.header);
    const response =
      origin === this.#console
        ? await this.#ask(pathname + search, { ...init, headers })
        : await fetch(url, { ...init, headers, redirect: 'manual' });
    jar.keep(response);
    return response;
  }

  /** Leaves for the provider, signs in there, and answers the address of the way back. */
  async toTheWayBack(name: string, back = '/'): Promise<string> {
    let url = this.#console + paths.singleSignOn(back, { prove: this.proves });
    let response = await this.open(url);
    for (let step = 0; step < 10; step++) {
      const location = response.headers.get('Location');
      if (location === null) throw new Error(`The way ends: ${await response.text()}`);
      url = new URL(location, url).href;
      if (url.startsWith(this.#console)) return url;
      response = await this.open(url);
      if (response.status === 200) {
        const body = new URLSearchParams({ name });
        response = await this.open(url, { method: 'POST', body });
      }
    }
    throw new Error('The way does not end');
  }

  /** Signs in; answers the page that is opened then. */
  async signIn(name: string, back?: string): Promise<URL> {
    return this.pageIn(await this.open(await this.toTheWayBack(name, back)));
  }

  /** The page that the last one of a way leads to. */
  async pageIn(response: Response): Promise<URL> {
    const [, address] = /content="0;url=([^"]*)"/.exec(await response.text()) ?? [];
    if (response.status !== 200 || address === undefined) throw new Error(`No page: ${response.status}`);
    return new URL(address.replaceAll('&amp;', '&'), this.#console);
  }

  async session(): Promise<unknown> {
    return ((await (await this.open(`${this.#console}/api/session`)).json()) as { session: unknown }).session;
  }
}
