/** `session:<id>`; `sessions:running`; `sessions:over` by their end; `sessions:of:<callback>`; `journal:<session>`. */
export const sessionFunctions = `
local function session_is_over(p, id, at)
  call('ZADD', p .. 'sessions:over', some(at) or 0, id)
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

local function end_session(p, a)
  call('HSET', p .. 'session:' .. a.sessionId, 'status', a.status)
  if some(a.finishedAt) then call('HSET', p .. 'session:' .. a.sessionId, 'finishedAt', a.finishedAt) end
  call('ZREM', p .. 'sessions:running', a.sessionId)
  call('ZREM', p .. 'sessions:waiting', a.sessionId)
  clear_timers(p, a.sessionId)
  call_off_actions(p, a.sessionId)
  empty_inbox(p, a.sessionId)
  session_is_over(p, a.sessionId, a.finishedAt)
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

local function refusal_of_commit(p, a)
  local seq, status = unpack(call('HMGET', p .. 'session:' .. a.sessionId, 'seq', 'status'))
  if tonumber(seq) ~= a.expectedSeq or status ~= 'running' then return 'stale' end
  local change = some(a.callback)
  if change and not callback_is(p, change) then return 'record-stale' end
  for _, one in each(a.interactions) do
    if not interaction_is(p, one) then return 'record-stale' end
  end
  local ids = {}
  for _, action in each(a.actions) do
    if ids[action.id] or call('EXISTS', p .. 'action:' .. action.id) == 1 then
      error('there is an action ' .. action.id .. ' already')
    end
    ids[action.id] = true
  end
  return nil
end

write('sessions_start', function(p, a) return start_session(p, a.start, a.interactions) end)

write('sessions_commit', function(p, a)
  local event = some(a.journal.eventId)
  if event and call('SISMEMBER', p .. 'taken:' .. a.sessionId, event) == 1 then
    take_from_inbox(p, a.sessionId, event)
    return 'duplicate'
  end
  local refusal = refusal_of_commit(p, a)
  if refusal then return refusal end
  call('HSET', p .. 'session:' .. a.sessionId, 'seq', a.expectedSeq + 1, 'snapshot', a.snapshot)
  journal_step(p, a.journal)
  take_from_inbox(p, a.sessionId, event or '')
  complete_actions(p, a.sessionId, a.completes)
  if a.status ~= 'running' then
    end_session(p, a)
  else
    change_timers(p, a.sessionId, a.timers)
  end
  for _, action in each(a.actions) do add_action(p, action) end
  if some(a.callback) then update_callback(p, a.callback.record) end
  for _, one in each(a.interactions) do update_interaction(p, one.record) end
  deliver(p, a.deliveries)
  return 'committed'
end)

local function session_row(p, id)
  return call('HMGET', p .. 'session:' .. id, 'base', 'seq', 'status', 'snapshot', 'finishedAt')
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
