/**
 * The list of the calls in an archive, by the convention of all lists (contract/lists.ts). It is answered where the
 * archive is, in a worker, so that 100,000 calls never reach the page.
 */
import { callSorts, callWords, type CallSortKey } from '../domain/call-columns.ts';
import { inFile, type ColumnWords, type SortValue } from '../domain/columns.ts';
import { BYTE_ORDER_MARK, csvLine } from '../domain/csv.ts';
import { askedOf, textOrder, type Get, type Order } from '../domain/list.ts';
import { hasWords, searchable, searchWords } from '../domain/search.ts';
import { callStates, mediaKinds, type Call, type CallState, type MediaKind } from '../pki/archive/call.ts';
import type { CallArchive } from '../pki/archive/call-archive.ts';
import { folderDate, kindOfCall, sizeOf, type CallEntry } from '../pki/archive/part.ts';

export interface CallQuery {
  sort: Order<CallSortKey>;
  search?: string | undefined;
  /** Started then or later, and before; ISO 8601. A call without metadata counts with its folder's date. */
  from?: string | undefined;
  to?: string | undefined;
  /** A call with both kinds has each of them. */
  kind?: MediaKind | undefined;
  state?: CallState | undefined;
  /** In milliseconds: at least, and less than. */
  longer?: number | undefined;
  shorter?: number | undefined;
}

export interface CallPage {
  items: Call[];
  /** Exact: all calls are here. */
  total: number;
  /** Where the next page begins; missing on the last. */
  nextCursor?: string;
}

/** The first order of the list. */
export const CALL_ORDER: Order<CallSortKey> = '-startedAt';

/** The filters in the query string of the page. */
export const CALL_FILTERS = ['from', 'to', 'kind', 'state', 'longer', 'shorter'] as const;

/** What the query string of the page asks for. Durations are in seconds there. */
export function askedCalls(get: Get): CallQuery {
  const seconds = (key: string): number | undefined => {
    const value = Number.parseFloat(get(key) ?? '');
    return value >= 0 ? value * 1000 : undefined;
  };
  return {
    ...askedOf(get, callSorts, CALL_ORDER),
    from: get('from') || undefined,
    to: get('to') || undefined,
    kind: mediaKinds.find((each) => each === get('kind')),
    state: callStates.find((each) => each === get('state')),
    longer: seconds('longer'),
    shorter: seconds('shorter'),
  };
}

const PREPARED_AT_ONCE = 500;

export class CallList {
  readonly #archive: CallArchive;
  /** The last answer: the next page of the same list needs no new order. */
  #last: { key: string; rows: CallEntry[] } | undefined;
  readonly #searched = new WeakMap<CallEntry, { version: number; text: string }>();

  constructor(archive: CallArchive) {
    this.#archive = archive;
  }

  page(query: CallQuery, { limit, cursor }: { limit: number; cursor?: string | undefined }): CallPage {
    const rows = this.rows(query);
    // The cursor names the last row of the page before: rows may have come in since.
    const after = cursor === undefined ? undefined : this.#archive.entry(Number(cursor));
    const start = after ? rows.indexOf(after) + 1 : 0;
    const page = rows.slice(start, start + limit);
    const last = start + limit < rows.length ? page.at(-1) : undefined;
    return {
      items: page.map(this.#archive.callOf),
      total: rows.length,
      ...(last && { nextCursor: String(last.id) }),
    };
  }

  /** A file for spreadsheets of all rows that match, piece by piece. */
  *csv(query: CallQuery, columns: readonly string[]): Generator<string> {
    const all: readonly ColumnWords<Call>[] = Object.values(callWords);
    const { headers, cellsOf } = inFile(columns.flatMap((id) => all.find((each) => each.id === id) ?? []));
    yield BYTE_ORDER_MARK + csvLine(headers);
    for (const entry of this.rows(query)) yield csvLine(cellsOf(this.#archive.callOf(entry)));
  }

  /** Makes the texts that are searched beforehand, in steps of few milliseconds: otherwise the first search waits for them. */
  *prepared(): Generator<void> {
    let count = 0;
    for (const entry of this.#archive.entries()) {
      this.#textOf(entry);
      if (++count % PREPARED_AT_ONCE === 0) yield;
    }
  }

  /** All that match, in order. */
  rows(query: CallQuery): readonly CallEntry[] {
    const key = JSON.stringify([this.#archive.version, query]);
    if (this.#last?.key === key) return this.#last.rows;
    const fits = this.matches(query);
    const rows = [...this.#archive.entries()].filter(fits);
    const sorted = this.#sorted(rows, query.sort);
    this.#last = { key, rows: sorted };
    return sorted;
  }

  /** Whether a call is one of those that are asked for. */
  matches({ search = '', from, to, kind, state, longer, shorter }: CallQuery): (entry: CallEntry) => boolean {
    const words = callSearchWords(search);
    const [first, end] = [momentOf(from), momentOf(to)];
    return (entry) => {
      if (first !== undefined || end !== undefined) {
        const moment = startOf(entry);
        if (moment === undefined || moment < (first ?? -Infinity) || moment >= (end ?? Infinity))
          return false;
      }
      if (longer !== undefined && !((entry.durationMs ?? -1) >= longer)) return false;
      if (shorter !== undefined && !((entry.durationMs ?? Infinity) < shorter)) return false;
      if (kind !== undefined && !hasKind(entry, kind)) return false;
      if (words.length > 0 && !hasWords(this.#textOf(entry), words)) return false;
      return state === undefined || this.#archive.stateOf(entry) === state;
    };
  }

  #textOf(entry: CallEntry): string {
    const known = this.#searched.get(entry);
    const { callId, caller, dialed, agent, parts, metadata = '' } = entry;
    // A file that comes later gives a part its name.
    const version = parts.reduce((sum, { file }) => sum + (file ? 2 : 1), 0);
    if (known?.version === version) return known.text;
    const names = parts.map(({ name }) => name);
    const text = searchable([caller, dialed, agent, callId, metadata, ...names].join('\n'));
    this.#searched.set(entry, { version, text });
    return text;
  }

  #sorted(rows: CallEntry[], sort: Order<CallSortKey>): CallEntry[] {
    const valueOf = this.#valueOf(sort.replace(/^-/, '') as CallSortKey);
    const direction = sort.startsWith('-') ? -1 : 1;
    return rows
      .map((row) => ({ row, value: valueOf(row) }))
      .sort((a, b) => direction * (a.value < b.value ? -1 : a.value > b.value ? 1 : a.row.id - b.row.id))
      .map(({ row }) => row);
  }

  #valueOf(key: CallSortKey): (entry: CallEntry) => SortValue {
    switch (key) {
      case 'startedAt':
        return (entry) => startOf(entry) ?? 0;
      case 'durationMs':
        return ({ durationMs }) => durationMs ?? -1;
      case 'size':
        return sizeOf;
      case 'kind':
        return kindOfCall;
      case 'state':
        return (entry) => callStates.indexOf(this.#archive.stateOf(entry));
      case 'certificate':
      case 'name': {
        const { sortBy } = callWords[key];
        return (entry) => textOrder(String(sortBy?.(this.#archive.callOf(entry))));
      }
      default:
        return (entry) => textOrder(entry[key]);
    }
  }
}

/** People write spaces into numbers, so between numbers only a "+" begins the next word. */
const callSearchWords = (search: string): string[] =>
  /^[+\d\s().\-/]*$/.test(search) ? search.split('+').map(searchable).filter(Boolean) : searchWords(search);

const startOf = ({ startedAt, folder }: CallEntry): number | undefined =>
  startedAt ?? momentOf(folderDate(folder));

function momentOf(text: string | undefined): number | undefined {
  const moment = Date.parse(text ?? '');
  return Number.isNaN(moment) ? undefined : moment;
}

function hasKind(entry: CallEntry, kind: MediaKind): boolean {
  const own = kindOfCall(entry);
  return own === kind || (own === 'both' && kind !== 'unknown');
}
