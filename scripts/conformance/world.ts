import { randomBytes } from 'node:crypto';
import type { AnswerOf } from '../../src/contract/calls.ts';
import { counted } from '../../src/domain/counted.ts';
import type { Role } from '../../src/domain/session.ts';
import { acknowledgement, deletionBy, profileSavedBy, screensSavedBy } from '../../src/testing/steps.ts';
import { makePair, type Pair, type Wanted } from '../../src/testing/pairs.ts';
import { Deviation, expect, type Caller } from '../../src/testing/client.ts';

/** Who can be needed, and the environment variable that has their user name and password (`name:password`). */
export const people = {
  administrator: 'CONFORMANCE_ADMINISTRATOR',
  professional: 'CONFORMANCE_PROFESSIONAL',
  listener: 'CONFORMANCE_LISTENER',
  agent: 'CONFORMANCE_AGENT',
  'azure administrator': 'CONFORMANCE_AZURE_ADMINISTRATOR',
} as const;
export type Person = keyof typeof people;

export type Credentials = Partial<Record<Person, { username: string; password: string }>>;

export interface Rule {
  /** The rule as it is documented, in a sentence. */
  name: string;
  /** Whose accounts it takes besides the administrator's. */
  needs?: readonly Person[];
  /** Throws `Deviation`. */
  check: (world: World) => Promise<void>;
}

type Certificate = AnswerOf<'POST /api/certificates'>;
type Profile = AnswerOf<'GET /api/ivr-profiles'>['items'][number];

/** The tenant under test, and what was made in it. */
export class World {
  readonly url: string;
  readonly nobody: () => Caller;
  readonly run = randomBytes(3).toString('hex');
  readonly #credentials: Credentials;
  readonly #made: string[] = [];
  readonly #accounts: string[] = [];
  #administrator: Caller | undefined;
  #profilesBefore: Profile[] | undefined;
  #screenListBefore: string[] | undefined;

  /** `nobody`: a caller who is not signed in, with cookies of their own. */
  constructor(url: string, credentials: Credentials, nobody: () => Caller) {
    this.url = url;
    this.nobody = nobody;
    this.#credentials = credentials;
  }

  /** Why the run must not begin: it is not for a tenant at work. */
  async whyNot(scratch: boolean): Promise<string | undefined> {
    const administrator = await this.signIn('administrator');
    const { total } = (await administrator.call('GET /api/certificates')).answer;
    if (total === 0 || scratch) return undefined;
    return `The tenant has ${counted(total, 'certificate')}. The tests assign, unassign and delete: use an empty tenant, or set CONFORMANCE_SCRATCH=1 if this one is for trying out.`;
  }

  has(person: Person): boolean {
    return this.#credentials[person] !== undefined;
  }

  credentials(person: Person): { username: string; password: string } {
    const found = this.#credentials[person];
    if (!found) throw new Error(`No account for ${person}`);
    return found;
  }

  /** A new session each time: it sees the keystore as it is now. */
  async signIn(person: Person): Promise<Caller> {
    const caller = this.nobody();
    const reply = await caller.call('POST /api/session', { body: this.credentials(person) });
    expect(reply.answer.session !== null, `${person} is signed in`);
    return caller;
  }

  /** One session for all that needs no other view: it sees what it uploads itself. */
  async administrator(): Promise<Caller> {
    return (this.#administrator ??= await this.signIn('administrator'));
  }

  /** Its name says whose it is and from which run. */
  pair(wanted: Wanted = {}): Pair {
    return makePair({ commonName: `Conformance ${this.run}`, ...wanted });
  }

  async upload(caller: Caller, pair: Pair = this.pair()): Promise<Certificate> {
    const { answer } = await caller.call('POST /api/certificates', { body: pair });
    this.keepInMind(answer.id);
    return answer;
  }

  /** Of a certificate that is to be removed at the end. */
  keepInMind(id: string): void {
    this.#made.push(id);
  }

  /** Somebody of this run, who has set a password of their own. The account is disabled at the end. */
  async newPerson(role: Role): Promise<{ id: string; username: string; password: string; caller: Caller }> {
    const username = `conformance-${this.run}-${this.#accounts.length + 1}`;
    const administrator = await this.administrator();
    const { id, oneTimePassword } = (
      await administrator.call('POST /api/accounts', { body: { username, role } })
    ).answer;
    this.#accounts.push(id);
    const password = `${this.run} orchard sixpence tunnel`;
    const caller = this.nobody();
    const body = { username, password: oneTimePassword, newPassword: password };
    expect(
      (await caller.call('POST /api/session', { body })).answer.session !== null,
      `${role} is signed in`,
    );
    return { id, username, password, caller };
  }

  async #disable(administrator: Caller, id: string): Promise<void> {
    const { role, etag } = (await administrator.call('GET /api/accounts/{id}', { params: { id } })).answer;
    const disable = { params: { id }, body: { role, disabled: true }, headers: { 'If-Match': etag } };
    expect(
      (await administrator.call('PUT /api/accounts/{id}', disable)).answer.state === 'disabled',
      'disabled',
    );
  }

  async profiles(caller: Caller): Promise<Profile[]> {
    const { items } = (await caller.call('GET /api/ivr-profiles')).answer;
    this.#profilesBefore ??= items;
    return items;
  }

  async screenList(caller: Caller): Promise<AnswerOf<'GET /api/screen-recording-certificates'>> {
    const { answer } = await caller.call('GET /api/screen-recording-certificates');
    this.#screenListBefore ??= answer.items.map(({ id }) => id);
    return answer;
  }

  /** Puts back what was there, deletes what was made, and answers what the API leaves no way to remove. */
  async cleanUp(): Promise<string[]> {
    const left: string[] = [];
    const attempt = async (what: string, act: () => Promise<void>) => {
      try {
        await act();
      } catch (error) {
        left.push(`${what} (${error instanceof Error ? error.message : String(error)})`);
      }
    };
    await attempt('the assignments to IVR profiles', () => this.#restoreProfiles());
    await attempt('the Screen Recording Certificates', () => this.#restoreScreenList());
    const administrator = await this.signIn('administrator');
    for (const id of this.#accounts) {
      await attempt(`the account ${id}`, () => this.#disable(administrator, id));
    }
    for (const id of this.#made) {
      await attempt(`the certificate ${id}`, () => this.#remove(administrator, id));
    }
    return left;
  }

  async #restoreProfiles(): Promise<void> {
    if (!this.#profilesBefore) return;
    const professional = await this.signIn('professional');
    for (const { id, name, certificates } of (await professional.call('GET /api/ivr-profiles')).answer
      .items) {
      const before = this.#profilesBefore.find((each) => each.id === id)?.certificates ?? [];
      const certificateIds = before.map((each) => each.id);
      if (certificateIds.join() === certificates.map((each) => each.id).join()) continue;
      const saved = await profileSavedBy(professional, name, certificateIds, { acknowledgement });
      expect(saved.status === 200, 'saved');
    }
  }

  async #restoreScreenList(): Promise<void> {
    const certificateIds = this.#screenListBefore;
    if (!certificateIds) return;
    const administrator = await this.signIn('administrator');
    const saved = await screensSavedBy(administrator, certificateIds, { acknowledgement });
    expect(saved.status === 200, 'saved');
  }

  async #remove(administrator: Caller, id: string): Promise<void> {
    const found = await administrator.call('GET /api/certificates/{id}', { params: { id } });
    if (found.status === 404) return;
    const first = await deletionBy(administrator, id);
    if (first.status === 204) return;
    first.refusedWith('deletion_needs_approval');
    await this.approveDeletion(administrator, id);
    const second = await deletionBy(administrator, id);
    if (second.status !== 204) throw new Deviation('it was not deleted after the approval');
  }

  /** The two persons whom a deletion needs that recordings depend on. */
  async approveDeletion(administrator: Caller, certificateId: string): Promise<void> {
    const asked = await administrator.call('POST /api/requests', {
      body: { kind: 'deletion', certificateId, note: 'Made by the conformance tests' },
    });
    if (asked.answer.kind !== 'deletion') throw new Deviation('the request is of another kind');
    const { id, recordings } = asked.answer;
    const professional = await this.signIn('professional');
    const agreed = await professional.call('POST /api/requests/{id}/answer', {
      params: { id },
      body: { agree: true, onlyToOpen: recordings.onlyToOpen },
    });
    expect(agreed.answer.state === 'agreed', 'the answered request is agreed');
  }
}
