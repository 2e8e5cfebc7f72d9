/** The table of budgets and the function that changes it. Whoever may not make them uses those that an administrator made. */
import type { Client } from 'pg'

/**
 * `p_state` null: only asks. Otherwise the state is taken where `p_revision` is the one it was made of (0: there was none), and the newest one is
 * answered where it is not. `p_is_paused`: everybody who listens is told.
 */
export const budgetSchema = `
  create table if not exists tenantform_budget (
    name text primary key, revision bigint not null, state text not null);
  create or replace function tenantform_budget_change(
    p_name text, p_revision bigint, p_state text, p_is_paused boolean)
  returns table (done boolean, revision bigint, state text, now_ms float8, server_began_ms float8)
  language plpgsql as $$
  declare
    changed integer := 0;
  begin
    if p_state is not null and p_revision = 0 then
      insert into tenantform_budget as b (name, revision, state) values (p_name, 1, p_state)
        on conflict do nothing;
      get diagnostics changed = row_count;
    elsif p_state is not null then
      update tenantform_budget as b set revision = p_revision + 1, state = p_state
        where b.name = p_name and b.revision = p_revision;
      get diagnostics changed = row_count;
    end if;
    if changed = 1 and p_is_paused then
      perform pg_notify('tenantform_budget', current_schema() || '/' || p_name);
    end if;
    return query
      select changed = 1, coalesce(b.revision, 0), b.state,
        floor(extract(epoch from clock_timestamp()) * 1000)::float8,
        floor(extract(epoch from pg_postmaster_start_time()) * 1000)::float8
      from (select 1) as one left join tenantform_budget as b on b.name = p_name;
  end $$;`

/** What it has forgotten after a crash a minute's pause makes up for. */
const settings = 'set synchronous_commit = off; listen tenantform_budget;'

/** Answers the schema everything lies in. Several may set up at once; nothing is made where it is there. */
export async function setUpBudgets(client: Client): Promise<string> {
  await client.query(settings)
  if (!(await isThere(client)))
    await client.query(`
      begin;
      select pg_advisory_xact_lock(hashtextextended(current_schema() || '/tenantform/budgets', 0));
      ${budgetSchema}
      commit;`)
  const { rows } = await client.query<{ schema: string | null }>('select current_schema() as schema')
  return rows[0]?.schema ?? ''
}

async function isThere(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regprocedure('tenantform_budget_change(text, bigint, text, boolean)') is not null
       and to_regclass('tenantform_budget') is not null as found`,
  )
  return rows[0]?.found === true
}
