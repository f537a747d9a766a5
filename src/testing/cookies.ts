/** What a client of the tenant does about cookies. */
export interface Cookies {
  /** The value of the header Cookie; empty where there are none. */
  readonly header: string;
  keep: (response: Response) => void;
}

/** Sends the same cookies always, also after the tenant has ended their session. */
export const sameCookies = (header: string): Cookies => ({ header, keep: () => {} });

/** Keeps what it is given, as a browser does for one site. */
export class CookieJar implements Cookies {
  readonly #cookies = new Map<string, string>();

  get header(): string {
    return [...this.#cookies].map((pair) => pair.join('=')).join('; ');
  }

  keep({ headers }: Response): void {
    for (const set of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /; *Max-Age=0(;|$)/i.test(set)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
