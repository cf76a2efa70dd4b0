/**
 * `session:<id>`; `sessions:running`; `sessions:planned` = numbers by their start; `sessions:over` by their end;
 * `sessions:of:<callback>`; `journal:<session>`.
 */
export const sessionFunctions = `
local function session_is_over(p, id, at)
  call('ZADD', p .. 'sessions:over', tonumber(some(at)) or 0, id)
end

local function plan_start(p, id, no, at)
  call('HSET', p .. 'session:' .. id, 'startedAt', at)
  call('ZADD', p .. 'sessions:planned', at, no)
end

local function add_session(p, start)
  local id = start.id
  local key = p .. 'session:' .. id
  local no = next_no(p)
  call('ZADD', p .. 'all:session', tonumber(no), id)
  call('HSET', key, 'base', start.base, 'seq', start.seq, 'status', start.status, 'no', no)
  if some(start.snapshot) then call('HSET', key, 'snapshot', start.snapshot) end
  if some(start.finishedAt) then call('HSET', key, 'finishedAt', start.finishedAt) end
  if some(start.callbackId) then
    call('HSET', key, 'callback', start.callbackId)
    call('ZADD', p .. 'sessions:of:' .. start.callbackId, tonumber(no), id)
  end
  if start.status == 'running' then
    call('ZADD', p .. 'sessions:running', tonumber(no), id)
    if start.seq == 0 or call('EXISTS', p .. 'inbox:' .. id) == 1 then wait_for_step(p, id, no) end
  elseif start.status == 'planned' then
    plan_start(p, id, no, start.startedAt)
  else
    session_is_over(p, id, start.finishedAt)
  end
end

local function start_session(p, start, legs)
  if call('EXISTS', p .. 'session:' .. start.id) == 1 then return 'exists' end
  add_session(p, start)
  for _, leg in each(legs) do add_interaction(p, leg) end
  deliver(p, start.events)
  return 'started'
end

local function end_session(p, id, status, finished_at)
  call('HSET', p .. 'session:' .. id, 'status', status)
  if finished_at ~= '' then call('HSET', p .. 'session:' .. id, 'finishedAt', finished_at) end
  call('ZREM', p .. 'sessions:running', id)
  call('ZREM', p .. 'sessions:waiting', id)
  call('ZREM', p .. 'sessions:planned', call('HGET', p .. 'session:' .. id, 'no'))
  clear_timers(p, id)
  call_off_actions(p, id)
  empty_inbox(p, id)
  session_is_over(p, id, finished_at)
end

local function journal_step(p, entry)
  call('ZADD', p .. 'journal:' .. entry.sessionId, entry.seq, entry.entry)
  if some(entry.eventId) then call('SADD', p .. 'taken:' .. entry.sessionId, entry.eventId) end
end

local function forget_session(p, id)
  local callback = call('HGET', p .. 'session:' .. id, 'callback')
  if callback then call('ZREM', p .. 'sessions:of:' .. callback, id) end
  clear_timers(p, id)
  forget_actions(p, id)
  empty_inbox(p, id)
  for _, run in ipairs(call('SMEMBERS', p .. 'runs:of:' .. id)) do forget_run(p, run) end
  for _, set in ipairs({ 'sessions:over', 'sessions:running', 'sessions:waiting', 'all:session' }) do
    call('ZREM', p .. set, id)
  end
  call('DEL', p .. 'session:' .. id, p .. 'journal:' .. id, p .. 'taken:' .. id, p .. 'runs:of:' .. id)
end

-- Of what a step changes beside its session.
local function refusal_of_changes(p, changes)
  if some(changes.callback) and not callback_is(p, changes.callback) then return 'record-stale' end
  for _, one in each(changes.interactions) do
    if not interaction_is(p, one) then return 'record-stale' end
  end
  local ids = {}
  for _, action in each(changes.actions) do
    if ids[action.id] or call('EXISTS', p .. 'action:' .. action.id) == 1 then
      error('there is an action ' .. action.id .. ' already')
    end
    ids[action.id] = true
  end
  return nil
end

local function carry_out(p, changes)
  for _, action in each(changes.actions) do add_action(p, action) end
  if some(changes.callback) then update_callback(p, changes.callback.record) end
  for _, one in each(changes.interactions) do update_interaction(p, one.record) end
  deliver(p, changes.deliveries)
  add_facts(p, changes.facts)
end

write('sessions_start', function(p, a) return start_session(p, a.start, a.interactions) end)

write('sessions_move_start', function(p, a)
  local status, no = unpack(call('HMGET', p .. 'session:' .. a.id, 'status', 'no'))
  if not status then return 'unknown' end
  if status ~= 'planned' then return 'begun' end
  plan_start(p, a.id, no, a.startedAt)
  return 'moved'
end)

-- The most frequent write: its arguments come one by one, so that nothing is decoded for most steps. The session
-- keeps the id of its last commit, by which one that is asked for again is known.
redis.register_function('@@sessions_commit', function(keys, args)
  local p = keys[1]
  local id, session, expected, status, finished_at, snapshot, event, entry, others = unpack(args)
  local key = p .. 'session:' .. session
  local seq, is, last = unpack(call('HMGET', key, 'seq', 'status', 'commit'))
  if last == id then return 'committed' end
  local changes = others and cjson.decode(others)
  local may = is == 'running' or is == 'planned' and status ~= 'running'
  local stale = seq ~= expected or not may
  local taken = p .. 'taken:' .. session
  -- Looked up before what could be refused; of any other step the first write tells.
  local known = event ~= '' and (stale or changes) and call('SISMEMBER', taken, event) == 1
  if not known then
    local refusal = stale and 'stale' or changes and refusal_of_changes(p, changes)
    if refusal then return refusal end
    known = event ~= '' and call('SADD', taken, event) == 0
  end
  if known then
    take_from_inbox(p, session, event)
    return 'duplicate'
  end
  local next_seq = expected + 1
  call('HSET', key, 'seq', next_seq, 'snapshot', snapshot, 'commit', id)
  call('ZADD', p .. 'journal:' .. session, next_seq, entry)
  take_from_inbox(p, session, event, expected == '0')
  if changes then complete_actions(p, session, changes.completes) end
  if status ~= 'running' then
    end_session(p, session, status, finished_at)
  elseif changes then
    change_timers(p, session, changes.timers)
  end
  if changes then carry_out(p, changes) end
  return 'committed'
end)

local function session_row(p, id)
  return call('HMGET', p .. 'session:' .. id, 'base', 'seq', 'status', 'snapshot', 'finishedAt', 'startedAt')
end

local function session_rows(p, key)
  local rows = {}
  for _, id in ipairs(call('ZRANGE', key, 0, -1)) do rows[#rows + 1] = session_row(p, id) end
  return rows
end

read('sessions_get', function(p, a) return session_row(p, a.id) end)

read('sessions_running', function(p) return session_rows(p, p .. 'sessions:running') end)

read('sessions_of_callback', function(p, a) return session_rows(p, p .. 'sessions:of:' .. a.id) end)

read('sessions_journal', function(p, a) return call('ZRANGE', p .. 'journal:' .. a.id, 0, -1) end)
`;
