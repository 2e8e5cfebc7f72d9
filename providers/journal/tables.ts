/**
 * The tables of a journal in PostgreSQL. Whoever comes first makes them, several at once too; where an administrator made them, a role without
 * the right to make tables only looks at their version.
 */
import type { Client } from 'pg'
import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from './codes.ts'
import { isCode } from './journal-trouble.ts'

/** Raised with every change below; each statement leaves what is there as it is. */
const version = 2

const statements = `
create table if not exists tenantform_tables (version integer not null);

create table if not exists tenantform_journal (
  apply text not null, seq integer not null, entry text not null, primary key (apply, seq));
alter table tenantform_journal
  add column if not exists customer text,
  add column if not exists fence bigint;
create index if not exists tenantform_journal_customer on tenantform_journal (apply, customer, seq);

create table if not exists tenantform_lock (name text primary key, owner text not null);
alter table tenantform_lock
  add column if not exists seen timestamptz not null default clock_timestamp(),
  add column if not exists process text not null default '';

create table if not exists tenantform_plan (digest text primary key, plan text not null);

create table if not exists tenantform_apply (
  apply text primary key, plan text not null references tenantform_plan, made_in text not null, version text not null,
  who text not null, began text not null, state text not null, stopped text,
  open integer not null, failures integer not null default 0, max_failures integer,
  next_seq integer not null, chain text, heartbeat timestamptz not null default clock_timestamp());

create table if not exists tenantform_account (
  name text primary key, apply text not null references tenantform_apply);

create table if not exists tenantform_queue (
  apply text not null references tenantform_apply, queue text primary key, accounts text[] not null);

create table if not exists tenantform_customer (
  apply text not null references tenantform_apply, customer text not null, position integer not null, queue text not null,
  state text not null, waits_for text[] not null, counts_for text[] not null, fence bigint not null default 0,
  worker text, lease_until timestamptz, job text, attempt integer,
  complete boolean not null default false, outcome text, moved text, primary key (apply, customer));
create index if not exists tenantform_customer_lease on tenantform_customer (lease_until) where state = 'running';
create index if not exists tenantform_customer_waiting on tenantform_customer (apply) where state = 'waiting';

create table if not exists tenantform_gate (
  apply text not null references tenantform_apply, gate text not null, waits integer not null,
  judged boolean not null default false, primary key (apply, gate));
`

const names = [
  'tenantform_tables',
  'tenantform_journal',
  'tenantform_lock',
  'tenantform_plan',
  'tenantform_apply',
  'tenantform_account',
  'tenantform_queue',
  'tenantform_customer',
  'tenantform_gate',
  'tenantform_budget',
]

/** For an administrator, or for whoever comes first. Sessions that come at once would trip over each other; the lock ends with the transaction. */
export const tablesSql = `begin;
select pg_advisory_xact_lock(hashtextextended(current_schema() || '/tenantform/tables', 0));
${statements}
delete from tenantform_tables where version <= ${version};
insert into tenantform_tables (version) select ${version} where not exists (select from tenantform_tables);
commit;
`

/** What a role needs that makes no tables: `role` as SQL spells it. */
export function grantsSql(role: string): string {
  return `grant select, insert, update, delete on ${names.join(', ')} to ${role};\n`
}

/** Throws JOURNAL.TABLES where they are missing and cannot be made, or are those of a newer version. */
export async function prepareTables(client: Client): Promise<void> {
  const there = await versionOf(client)
  if (there === version) return
  if (there !== null && there > version)
    throw new Trouble(
      diagnose(codes.TABLES, {
        detail: `They are of version ${there}, made by a newer Tenantform; this one knows version ${version}.`,
      }),
    )
  try {
    await client.query(tablesSql)
  } catch (error) {
    if (!isCode(error, insufficientPrivilege, noSchema)) throw error
    throw new Trouble(
      diagnose(codes.TABLES, {
        detail: `They are ${there === null ? 'not there' : `of version ${there}`}, and this role may not make them.`,
      }),
    )
  }
}

export const insufficientPrivilege = '42501'
/** The role's search path names nothing that is there. */
const noSchema = '3F000'

async function versionOf(client: Client): Promise<number | null> {
  const { rows: found } = await client.query<{ there: string | null }>(
    "select to_regclass('tenantform_tables')::text as there",
  )
  if (found[0]?.there == null) return null
  const { rows } = await client.query<{ version: number }>('select version from tenantform_tables')
  return rows[0]?.version ?? null
}
