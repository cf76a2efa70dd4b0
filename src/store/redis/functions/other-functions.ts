/** `fact:<id>`; `facts:kind:..` by time; `facts:of:<callback>`. */
export const factFunctions = `
local function add_facts(p, facts)
  for _, fact in each(facts) do
    local key = p .. 'fact:' .. fact.id
    if call('EXISTS', key) == 0 then
      local no = next_no(p)
      call('HSET', key, 'fact', fact.fact)
      call('ZADD', p .. 'all:fact', tonumber(no), fact.id)
      call('ZADD', p .. 'facts:kind:' .. fact.kind, fact.at, no .. ':' .. fact.id)
      if some(fact.callbackId) then call('ZADD', p .. 'facts:of:' .. fact.callbackId, tonumber(no), fact.id) end
    end
  end
end

write('facts_add', function(p, a)
  add_facts(p, a.facts)
  return 'added'
end)

read('facts_of_callback', function(p, a)
  local keys = {}
  for _, id in ipairs(call('ZRANGE', p .. 'facts:of:' .. a.id, 0, -1)) do keys[#keys + 1] = p .. 'fact:' .. id end
  return texts(keys, 'fact')
end)

read('facts_recent', function(p, a)
  local keys = {}
  for _, member in ipairs(call('ZREVRANGE', p .. 'facts:kind:' .. a.kind, 0, a.limit - 1)) do
    keys[#keys + 1] = p .. 'fact:' .. string.sub(member, 18)
  end
  return texts(keys, 'fact')
end)
`;

/** `run:<key>`; `runs:of:<session>`; `runs:idle` = those without a session, by when they were touched. */
export const runFunctions = `
local function put_run(p, run)
  call('HSET', p .. 'run:' .. run.key, 'revision', run.revision, 'run', run.run)
  if some(run.sessionId) then
    call('SADD', p .. 'runs:of:' .. run.sessionId, run.key)
  else
    call('ZADD', p .. 'runs:idle', run.updatedAt, run.key)
  end
end

local function open_run(p, run)
  if call('EXISTS', p .. 'run:' .. run.key) == 1 then return 'exists' end
  put_run(p, run)
  call('ZADD', p .. 'all:dialog-run', tonumber(next_no(p)), run.key)
  return 'opened'
end

local function forget_run(p, key)
  call('DEL', p .. 'run:' .. key)
  call('ZREM', p .. 'runs:idle', key)
  call('ZREM', p .. 'all:dialog-run', key)
end

write('dialog_runs_open', open_run)

write('dialog_runs_advance', function(p, a)
  if tonumber(call('HGET', p .. 'run:' .. a.key, 'revision')) ~= a.expectedRevision then return 'stale' end
  put_run(p, a)
  deliver(p, a.deliveries)
  return 'advanced'
end)

read('dialog_runs_get', function(p, a) return call('HGET', p .. 'run:' .. a.id, 'run') end)
`;

export const setFunctions = `
local function add_set(p, a)
  if call('SETNX', p .. 'set:' .. a.hash, a.set) == 1 then
    call('ZADD', p .. 'all:set', tonumber(next_no(p)), a.hash)
  end
end

write('sets_publish', function(p, a)
  add_set(p, a)
  call('SET', p .. 'sets:active', a.hash)
  return 'published'
end)

read('sets_get', function(p, a) return call('GET', p .. 'set:' .. a.id) end)

read('sets_active', function(p) return call('GET', p .. 'sets:active') end)
`;

/** `secret:<name>`. */
export const secretFunctions = `
local function add_secret(p, a)
  if call('SETNX', p .. 'secret:' .. a.name, a.secret) == 1 then
    call('ZADD', p .. 'all:secret', tonumber(next_no(p)), a.name)
  end
end

write('secrets_keep', function(p, a)
  add_secret(p, a)
  return call('GET', p .. 'secret:' .. a.name)
end)
`;

/** `revision:<no>`, numbered without gaps; `revisions:head` = the number of the newest one. */
export const revisionFunctions = `
local function revision_head(p)
  return tonumber(call('GET', p .. 'revisions:head') or 0)
end

local function add_revision(p, a)
  if call('SETNX', p .. 'revision:' .. a.no, a.revision) == 0 then return end
  call('ZADD', p .. 'all:revision', a.no, a.no)
  if a.no > revision_head(p) then call('SET', p .. 'revisions:head', a.no) end
end

write('revisions_add', function(p, a)
  if revision_head(p) + 1 ~= a.no then return 'stale' end
  add_revision(p, a)
  return 'added'
end)

read('revisions_head', function(p) return tostring(revision_head(p)) end)

read('revisions_get', function(p, a) return call('GET', p .. 'revision:' .. a.no) end)

read('revisions_list', function(p, a)
  local found = {}
  local numbers = call('ZREVRANGEBYSCORE', p .. 'all:revision', '(' .. a.before, '-inf', 'LIMIT', 0, a.limit)
  for at, no in ipairs(numbers) do found[at] = call('GET', p .. 'revision:' .. no) end
  return found
end)
`;

/** `access-key:<id>`. */
export const keyFunctions = `
local function put_key(p, a)
  call('HSET', p .. 'access-key:' .. a.id, 'version', a.version, 'key', a.key)
end

local function add_key(p, a)
  if call('EXISTS', p .. 'access-key:' .. a.id) == 1 then return end
  put_key(p, a)
  call('ZADD', p .. 'all:key', tonumber(next_no(p)), a.id)
end

write('keys_put', function(p, a)
  if not is_at(p .. 'access-key:' .. a.id, a.expectedVersion) then return 'stale' end
  if a.expectedVersion == 0 then add_key(p, a) else put_key(p, a) end
  return 'put'
end)

read('keys_get', function(p, a) return call('HGET', p .. 'access-key:' .. a.id, 'key') end)

read('keys_all', function(p)
  local keys = {}
  for at, id in ipairs(call('ZRANGE', p .. 'all:key', 0, -1)) do keys[at] = p .. 'access-key:' .. id end
  return texts(keys, 'key')
end)
`;

/** `do-not-call:<number>`; `do-not-call` = the numbers on the list, in their order. */
export const doNotCallFunctions = `
local function put_barred(p, a)
  local new = call('HSET', p .. 'do-not-call:' .. a.number, 'version', a.version, 'entry', a.entry)
  if new > 0 then call('ZADD', p .. 'all:do-not-call', tonumber(next_no(p)), a.number) end
  if a.listed then call('ZADD', p .. 'do-not-call', 0, a.number) else call('ZREM', p .. 'do-not-call', a.number) end
end

local function add_barred(p, a)
  if call('EXISTS', p .. 'do-not-call:' .. a.number) == 0 then put_barred(p, a) end
end

write('do_not_call_put', function(p, a)
  if not is_at(p .. 'do-not-call:' .. a.number, a.expectedVersion) then return 'stale' end
  put_barred(p, a)
  return 'put'
end)

read('do_not_call_get', function(p, a) return call('HGET', p .. 'do-not-call:' .. a.number, 'entry') end)

read('do_not_call_list', function(p, a)
  local from = some(a.after) and '(' .. a.after or '-'
  local keys = {}
  for at, number in ipairs(call('ZRANGEBYLEX', p .. 'do-not-call', from, '+', 'LIMIT', 0, a.limit)) do
    keys[at] = p .. 'do-not-call:' .. number
  end
  return texts(keys, 'entry')
end)
`;

/** `utterance:<id>`; `utterances:at` = ids by their instant. */
export const utteranceFunctions = `
local function keep_utterance(p, a)
  if call('SETNX', p .. 'utterance:' .. a.id, a.utterance) == 0 then return end
  call('ZADD', p .. 'utterances:at', a.at, a.id)
  call('ZADD', p .. 'all:utterance', tonumber(next_no(p)), a.id)
end

local function forget_utterance(p, id)
  call('DEL', p .. 'utterance:' .. id)
  call('ZREM', p .. 'utterances:at', id)
  call('ZREM', p .. 'all:utterance', id)
end

write('utterances_keep', function(p, a)
  keep_utterance(p, a)
  return 'kept'
end)

read('utterances_get', function(p, a) return call('GET', p .. 'utterance:' .. a.id) end)
`;

/** `deposit:<id>`; `deposits:<kind>` = ids in the order they were made, `deposits:end` = ids by their end. */
export const depositFunctions = `
local function put_deposit(p, a)
  call('HSET', p .. 'deposit:' .. a.id, 'version', a.version, 'kind', a.kind, 'deposit', a.deposit)
  call('ZADD', p .. 'deposits:end', a.expiresAt, a.id)
end

local function add_deposit(p, a)
  if call('EXISTS', p .. 'deposit:' .. a.id) == 1 then return end
  put_deposit(p, a)
  local no = tonumber(next_no(p))
  call('ZADD', p .. 'deposits:' .. a.kind, no, a.id)
  call('ZADD', p .. 'all:deposit', no, a.id)
end

local function forget_deposit(p, id)
  local kind = call('HGET', p .. 'deposit:' .. id, 'kind')
  if not kind then return 'unknown' end
  for _, set in ipairs({ 'deposits:end', 'deposits:' .. kind, 'all:deposit' }) do call('ZREM', p .. set, id) end
  call('DEL', p .. 'deposit:' .. id)
  return 'removed'
end

write('deposits_put', function(p, a)
  if not is_at(p .. 'deposit:' .. a.id, a.expectedVersion) then return 'stale' end
  if a.expectedVersion == 0 then add_deposit(p, a) else put_deposit(p, a) end
  return 'put'
end)

write('deposits_remove', function(p, a) return forget_deposit(p, a.id) end)

write('deposits_purge', function(p, a)
  for _, id in ipairs(call('ZRANGEBYSCORE', p .. 'deposits:end', '-inf', a.untilAt, 'LIMIT', 0, a.limit)) do
    forget_deposit(p, id)
  end
  return 'purged'
end)

read('deposits_get', function(p, a) return call('HGET', p .. 'deposit:' .. a.id, 'deposit') end)

read('deposits_of_kind', function(p, a)
  local keys = {}
  for at, id in ipairs(call('ZRANGE', p .. 'deposits:' .. a.kind, 0, -1)) do keys[at] = p .. 'deposit:' .. id end
  return texts(keys, 'deposit')
end)

read('deposits_count', function(p, a) return tostring(call('ZCARD', p .. 'deposits:' .. a.kind)) end)
`;

/** The routing aggregate: rows keep the order in which they first came. */
export const routingFunctions = `
local function put_row(p, kind, row)
  local key = p .. 'routing:' .. kind
  local known = call('HGET', key, row.id)
  call('HSET', key, row.id, (known and string.sub(known, 1, 16) or next_no(p)) .. row.row)
end

local function rows_of(p, kind)
  local rows = call('HVALS', p .. 'routing:' .. kind)
  table.sort(rows)
  for at, row in ipairs(rows) do rows[at] = string.sub(row, 17) end
  return rows
end

-- Removes first: a row that is removed and changed by the same decision stays.
write('routing_commit', function(p, a)
  if call('HEXISTS', p .. 'routing:messages', a.messageId) == 1 then return 'duplicate' end
  if tonumber(call('GET', p .. 'routing:seq') or 0) ~= a.expectedSeq then return 'stale' end
  local seq = a.expectedSeq + 1
  call('SET', p .. 'routing:seq', seq)
  call('HSET', p .. 'routing:messages', a.messageId, seq)
  call('ZADD', p .. 'routing:journal', seq, a.journal)
  for _, id in each(a.removedAgents) do call('HDEL', p .. 'routing:agents', id) end
  for _, id in each(a.removedEntries) do call('HDEL', p .. 'routing:entries', id) end
  for _, row in each(a.agents) do put_row(p, 'agents', row) end
  for _, row in each(a.entries) do put_row(p, 'entries', row) end
  for _, row in each(a.stats) do put_row(p, 'stats', row) end
  deliver(p, a.deliveries)
  return 'committed'
end)

read('routing_load', function(p)
  return { call('GET', p .. 'routing:seq') or '0', rows_of(p, 'agents'), rows_of(p, 'entries'), rows_of(p, 'stats') }
end)

read('routing_journal', function(p, a)
  return call('ZRANGEBYSCORE', p .. 'routing:journal', a.from, '+inf', 'LIMIT', 0, a.limit)
end)
`;
