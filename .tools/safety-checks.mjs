// Safety checks that can be taken out of a test build, one at a time or several with `+`, to see that a suite notices; docs/safety-checks.md
// tells which. Each says where it stands and what is left of the product without it.
export const safetyChecks = {
  // The customer's gate opens without looking whether everything lives.
  gate: {
    file: 'engine/execute/actions/run-gate.ts',
    from: '  const settled = await lookAtTwins(',
    to: "  if (run.width > 0) return { kind: 'done', evidence: { at: run.clock.now() } }\n  const settled = await lookAtTwins(",
  },
  // Request ids come from chance, so the service recognises no repeat.
  'request-ids': {
    file: 'engine/plan/request-id.ts',
    from: "createHash('sha1')",
    to: "createHash('sha1').update(String(Math.random()))",
  },
  // An answer that never came is taken for a refusal, and the next attempt begins with ids of its own.
  unknown: {
    file: 'providers/partner-center/actions/outcome.ts',
    from: "kind: isOver ? 'refused' : 'unknown'",
    to: "kind: isOver || error.kind === 'no-answer' ? 'refused' : 'unknown'",
  },
  // Whatever is no success and no passing trouble counts as the service's refusal, whoever said it.
  'who-refuses': {
    file: 'providers/partner-center/client/errors/errors.ts',
    from: '    settles: false,\n    kind,\n    row: null,',
    to: '    settles: status >= 300 && status < 500 && status !== 408 && status !== 429,\n    kind,\n    row: null,',
  },
  // Whatever comes under a 2xx counts as the service's success.
  'who-succeeds': {
    file: 'providers/partner-center/client/errors/errors.ts',
    from: 'if (row === null && isExpected(request, outcome)) return null',
    to: 'if (row === null && outcome.status < 300) return null',
  },
  // What is there already is not looked for before it is bought.
  adoption: {
    file: 'engine/execute/facts/ready.ts',
    from: "  if (isDone(action, index, run)) return { kind: 'adopted'",
    to: "  if (run.width < 0 && isDone(action, index, run)) return { kind: 'adopted'",
  },
  // What the gate saw is relied on, however long ago that was (T7).
  'twins-again': {
    file: 'engine/execute/facts/twins.ts',
    from: 'return ageMs < 0 || ageMs > mostMs',
    to: 'return ageMs < 0 && ageMs > mostMs',
  },
  // A replacement that lives opens the gate, whatever it was told for the end of its term since it was bought (T25).
  'replacements-go-on': {
    file: 'engine/plan/checks.ts',
    from: 'if (going >= nth) return',
    to: 'if (going >= 0 && nth > 0) return',
  },
  // What a journal calls done is done, whatever lives by now.
  undone: {
    file: 'engine/execute/facts/undone.ts',
    from: 'if (open.length === 0) continue',
    to: 'if (open.length >= 0) continue',
  },
  // Only subscriptions are looked at for what a lost journal may have bought (T15).
  'hidden-orders': {
    file: 'engine/execute/facts/hidden-orders.ts',
    from: 'if (hidden === undefined) return null',
    to: 'if (hidden === undefined || run.width > 0) return null',
  },
  // A damaged journal counts as none (T31).
  'damaged-journals': {
    file: 'engine/execute/actions/purchases-elsewhere.ts',
    from: '    if (!salvage.isWhole) {',
    to: "    if (!salvage.isWhole && apply !== '') continue\n    if (!salvage.isWhole) {",
  },
  // A refusal that a journal tells of is believed (T28).
  'refusals-confirmed': {
    file: 'engine/journal/resume-point.ts',
    from: "return record.outcome?.kind === 'refused'",
    to: "return record.outcome?.kind === 'refused' && record.attempt === 0",
  },
  // Whoever writes a right check sum may change a journal.
  'journal-chain': {
    file: 'engine/journal/chain.ts',
    from: 'if (chain !== expected)',
    to: "if (chain !== expected && before === '')",
  },
  // Nothing that closes too soon keeps a customer from being begun (T24).
  deadlines: {
    file: 'engine/plan/deadlines/deadline.ts',
    from: 'now + neededMs + marginMs > Date.parse(at)',
    to: 'now + neededMs + marginMs > Date.parse(at) + Number.MAX_SAFE_INTEGER',
  },
  // What was sent, looked for and not found counts as begun, so that a resume buys after everything has closed (T11, T24).
  'absent-is-not-begun': {
    file: 'engine/execute/facts/deadlines.ts',
    from: 'isWrite(action) && isComplete(records.get(action.id))',
    to: 'isWrite(action) && (records.get(action.id)?.attempt ?? 0) > 0',
  },
  // What is added to a customer that was begun is not held against the end of approvals, exceptions and free days (T24).
  'policies-end': {
    file: 'engine/plan/expiry.ts',
    from: 'return isAfter(longest, policiesUntil) ? policiesUntil : longest',
    to: 'return isAfter(longest, policiesUntil) ? longest : longest',
  },
  // The end that a plan says it has is believed (T31, Trust).
  'derived-end': {
    file: 'engine/execute/facts/derived.ts',
    from: '|| plan.expiresAt !== derived.expiresAt',
    to: '|| plan.expiresAt === plan.id',
  },
  // The end of the plan is no deadline of its customers: whoever was begun before it is left half-way by it (T24).
  'plan-ends': {
    file: 'engine/execute/facts/deadlines.ts',
    from: '...(added === undefined\n',
    to: '...(added === undefined || plan.id !== customer\n',
  },
  // Rules of the planner: test/property/without-a-rule.test.ts takes them out. A trial counts as what a line declares (T25).
  'trials-bind': {
    file: 'engine/plan/bind/bind.ts',
    from: 'return isLiving(entry) && !entry.trial',
    to: 'return isLiving(entry)',
  },
  // What lives with another term or billing is bought again (T35).
  'lives-otherwise': {
    file: 'engine/plan/bind/bind.ts',
    from: "if (declared.state !== 'active') continue",
    to: "if (declared.state !== 'active' || declared.key !== '') continue",
  },
  // A replacement that ends lets its source be switched off (T25).
  'ending-replacements': {
    file: 'engine/plan/permit/replacements.ts',
    from: 'keeps(after, declared)) return []',
    to: "(keeps(after, declared) || after.kind !== 'renews')) return []",
  },
  // A replacement that goes on with fewer seats, or as another product, lets its source be switched off (T25).
  'shrinking-replacements': {
    file: 'engine/plan/permit/replacements.ts',
    from: "if (after.kind === 'renews') return shrinks(",
    to: "if (after.kind === 'renews') return []\n    if (declared === null) return shrinks(",
  },
  // Seats of a source that is left to run out are not counted (T17).
  'lapsing-seats': {
    file: 'engine/plan/move/seat-equations.ts',
    from: 'const going = off + sum(ending',
    to: 'const going = off + 0 * sum(ending',
  },
  // What earlier moves brought under the target replaces what is switched off now (T17, T26).
  'moved-before': {
    file: 'engine/plan/move/moved-before.ts',
    from: 'const ended = endedIn(facts)',
    to: 'const ended = endedIn(facts).slice(0, 0)',
  },
  // Whether what follows can be bought is asked when the source has ended (T24).
  'later-purchases': {
    file: 'engine/plan/decide/target/target.ts',
    from: ': buyLater(declared, ending, { facts, ofBase })',
    to: ': nothing(...buyLater(declared, ending, { facts, ofBase }).findings.slice(0, 0))',
  },
  // What was to end with its term is bought again once it has (T6).
  'ended-as-declared': {
    file: 'engine/plan/bind/ended-as-declared.ts',
    from: "if (declared.endOfTerm !== 'cancel' ||",
    to: 'if (declared.endOfTerm !== undefined ||',
  },
  // A term is told to end although the window is closed on the day after (T24).
  'later-window': {
    file: 'engine/plan/move/later-purchases.ts',
    from: 'if (why === null) return []',
    to: 'if (why !== undefined) return []',
  },
  // A base and its add-ons may go different ways (T22).
  'parted-add-ons': {
    file: 'engine/plan/decide/source/add-ons.ts',
    from: 'if (other === null || other === way) return []',
    to: "if (other === null || other === way || way !== 'off') return []",
  },
  // A base under the target may be told to end, or lose seats, while its add-on lives on (T22).
  'parted-on-target': {
    file: 'engine/plan/decide/target/families.ts',
    from: '  if (!other.isOn) return null\n',
    to: '  if (other.seats >= 0) return null\n',
  },
  // Seats are taken to be the same for the whole period, also where no log was read (T14).
  'earlier-seats': {
    file: 'engine/money/pricing.ts',
    from: 'const from = changes === null ? null :',
    to: 'const from = changes === null ? start :',
  },
  // Only what documents declare stands beside a source; what a person bought by hand under the target costs nothing (T27).
  'charged-twice': {
    file: 'engine/plan/move/both-sides-lookup.ts',
    from: 'const charged = living.filter(',
    to: 'const charged = living.slice(0, 0).filter(',
  },
  // What a transfer brings stands beside no source that goes on being charged (T27).
  'arriving-twins': {
    file: 'engine/plan/move/charged-twice.ts',
    from: 'const arriving = isTaken ? []',
    to: 'const arriving = isTaken || twins.length > 0 ? []',
  },
  // A trial under the target becomes a second purchase, and nothing is at risk (T23, T27).
  'converting-trials': {
    file: 'engine/plan/move/trials/converting-trials.ts',
    from: '.filter(({ trial }) => isConverting(trial))',
    to: '.filter(({ trial }) => isConverting(trial) && !trial.trial)',
  },
  // Consolidations that a scope leaves out are not looked at (T26).
  'rival-consolidations': {
    file: 'engine/scope/candidates.ts',
    from: '!asked.includes(entry) &&\n',
    to: "!asked.includes(entry) && entry.name === '' &&\n",
  },
  // Open transfers of others stop nothing (T36).
  'open-transfers': {
    file: 'engine/plan/permit/open-transfers.ts',
    from: 'if (isOurs || !concernsLicences(open)',
    to: "if (isOurs || open.id !== '' || !concernsLicences(open)",
  },
  // A trial that is switched off takes no licence away (T21).
  'trial-licences': {
    file: 'engine/plan/permit/licences.ts',
    from: 'if (!isSwitchedOff(subscription, decision)) continue',
    to: 'if (!isSwitchedOff(subscription, decision) || subscription.trial) continue',
  },
  // Each consolidation counts the licences that it takes away, and no other's (T21, T26).
  'licences-together': {
    file: 'engine/plan/move/whole-customer.ts',
    from: "}).filter(found => found.blocks === 'customer')",
    to: "}).filter(found => found.severity === 'error')",
  },
  // What is no subscription is not looked at.
  entitlements: {
    file: 'engine/plan/entitlement-lines.ts',
    from: "return (read?.kind === 'present' ? read.value : [])\n",
    to: "return (read?.kind === 'present' ? read.value.slice(0, 0) : [])\n",
  },
  // Approvals and exceptions last as long as the plan that leans on them (T24).
  'approvals-end': {
    file: 'engine/plan/expiry.ts',
    from: '...(leansOnUntil === null ? [] : [endOfDay(leansOnUntil)]),',
    to: '...(leansOnUntil === null || leansOnUntil !== plan.madeAt ? [] : [endOfDay(leansOnUntil)]),',
  },
  // The last day of an account is no deadline (S8, T24).
  'last-day': {
    file: 'engine/plan/deadlines/judge-deadlines.ts',
    from: 'day: adds(action) ? partner.retired : null',
    to: 'day: adds(action) ? null : partner.retired',
  },
  // Two customers in one document are told apart by nobody (T30).
  'split-identity': {
    file: 'engine/model/identity.ts',
    from: 'if (domain === null ||',
    to: "if (domain !== '' ||",
  },
  // A row that names no product is none of those that are declared (T31).
  'unreadable-rows': {
    file: 'engine/model/readable.ts',
    from: 'return product === unreadableProduct &&',
    to: "return product === unreadableProduct && kind === '' &&",
  },
  // Each line is held against the maximum by itself (T32).
  'seat-pool': {
    file: 'engine/plan/permit/seat-pool.ts',
    from: 'const wanted = there + sum(added)',
    to: 'const wanted = Math.max(...added, 0)',
  },
  // A reseller that nobody names again is not missed (T33).
  'lost-resellers': {
    file: 'engine/plan/permit/resellers.ts',
    from: 'if (resellers.length === 0) return []',
    to: 'if (resellers.length < 100) return []',
  },
  // Where several fit, only the line stops; without the check after it nothing else would either (T34).
  'narrow-doubts': {
    file: 'engine/plan/bind/bind.ts',
    from: "bindCodes.AMBIGUOUS_BINDING,\n          'customer'",
    to: "bindCodes.AMBIGUOUS_BINDING,\n          'line'",
  },
  // An error stops the line at which it was found, and nothing else (T34).
  'errors-block': {
    file: 'engine/plan/stages/judge.ts',
    from: "return found.severity === 'error' &&",
    to: "return found.severity === 'error' && found.code === '' &&",
  },
  // A line that two fit alike is neither bought nor spoken of (T34).
  'ambiguous-binding': {
    file: 'engine/plan/bind/bind.ts',
    from: 'findings: [...findings, ...doubts.values()]',
    to: 'findings: [...findings, ...[...doubts.values()].slice(0, 0)]',
  },
  // What nothing backs is no growth.
  'unbacked-growth': {
    file: 'engine/plan/guards/seats.ts',
    from: 'const isUnbacked = before === 0 && customer.consolidation !== null',
    to: "const isUnbacked = before === 0 && customer.consolidation === ''",
  },
  // The day and the window are asked for when a step begins, and not before each of its requests (T11, T24).
  'day-per-request': {
    file: 'engine/execute/facts/may-leave.ts',
    from: 'notByEitherClock(action, { run, begun }) ?? (seen',
    to: 'null ?? (seen',
  },
  // Once an apply runs, the last day of an account is no deadline any more (S8, T24).
  'last-day-halfway': {
    file: 'engine/execute/facts/deadlines.ts',
    from: '...(adds(action) ? plannedFor',
    to: '...(adds(action) && plan.id === customer ? plannedFor',
  },
  // A stop that comes while a step is made ready does not keep it from being sent.
  'stop-while-reading': {
    file: 'engine/execute/actions/run-write.ts',
    from: "if (run.signal.aborted && ready.kind === 'go') return",
    to: "if (run.signal.aborted && ready.kind !== 'go') return",
  },
  // Who of a needed wave accepts between plan and apply is not looked at (T11).
  'accepted-meanwhile': {
    file: 'engine/plan/facts/reliers.ts',
    from: "return ('behind' in subject ? subject.behind : undefined) ?? [subject.customer]",
    to: "return 'behind' in subject && subject.behind !== undefined ? [] : [subject.customer]",
  },
  // What a person bought while an apply runs stands in no purchase's way (T35).
  'bought-by-others': {
    file: 'engine/execute/facts/purchase-block.ts',
    from: 'if (planned === undefined) return null',
    to: 'if (planned !== undefined) return null',
  },
  // What looks like the purchase, and is not quite there, is not waited for.
  arrivals: {
    file: 'engine/execute/facts/ready.ts',
    from: 'if (isArriving(action, index)) return waitFor(action, run)',
    to: 'if (run.width < 0 && isArriving(action, index)) return waitFor(action, run)',
  },
  // The agreement is not read again before the first write (T11, T19).
  'agreement-again': {
    file: 'engine/execute/facts/compare-facts.ts',
    from: 'if (customers.length === 0) continue',
    to: "if (customers.length === 0 || planned.subject.kind === 'agreement') continue",
  },
  // Nor before a purchase (T19).
  'agreement-before': {
    file: 'engine/execute/facts/ready.ts',
    from: 'const checks = action.expects.filter(check => !isOfSubscriptions(check))',
    to: "const checks = action.expects.filter(check => !isOfSubscriptions(check) && check.kind !== 'agreement present')",
  },
  // A plan is good in whatever world it is carried out (T29).
  'other-world': {
    file: 'engine/execute/facts/preflight.ts',
    from: "if (isSameWorld(plan.madeIn, here) && here.kind !== 'snapshot') return []",
    to: "if (isSameWorld(plan.madeIn, here) || here.kind !== 'snapshot') return []",
  },
  // A list that counts others than it holds is taken for all there is (T31).
  'counted-lists': {
    file: 'providers/partner-center/client/resource.ts',
    from: '    count === items.length ||\n',
    to: '    count >= items.length ||\n',
  },
  // A plan is believed about what it does, as long as the documents declare something like it.
  'decided-anew': {
    file: 'engine/execute/anew/decided-anew.ts',
    from: 'if (writing.length === 0) return new Map()',
    to: 'if (writing.length >= 0) return new Map()',
  },
  // Licences of which a plan does not speak are nobody's (T21).
  'unseen-licences': {
    file: 'engine/execute/anew/unseen-licences.ts',
    from: '.filter(product => !known.has(product))',
    to: '.filter(product => known.size < 0 && !known.has(product))',
  },
}
