/** Everything in the store, by the order in which it came (`all:<kind>`), and taken in again. */
export const archiveFunctions = `
local function fields_of(p, kind, id)
  if kind == 'set' or kind == 'secret' or kind == 'revision' or kind == 'utterance' then return { call('GET', p .. kind .. ':' .. id) } end
  if kind == 'deposit' then return { call('HGET', p .. 'deposit:' .. id, 'deposit') } end
  if kind == 'key' then return { call('HGET', p .. 'access-key:' .. id, 'key') } end
  if kind == 'do-not-call' then return { call('HGET', p .. 'do-not-call:' .. id, 'entry') } end
  if kind == 'callback' then return call('HMGET', p .. 'callback:' .. id, 'record', 'slotService', 'slotAt') end
  if kind == 'interaction' then return { call('HGET', p .. 'interaction:' .. id, 'record') } end
  if kind == 'session' then return session_row(p, id) end
  if kind == 'action' then return action_row(p, id) end
  if kind == 'timer' then return { call('HGET', p .. 'timers:row', id) } end
  if kind == 'throttle' then return taken_row(p, id) end
  if kind == 'dialog-run' then return { call('HGET', p .. 'run:' .. id, 'run') } end
  return { call('HGET', p .. 'fact:' .. id, 'fact') }
end

-- Position of each row, and its fields, in turn.
read('archive_all', function(p, a)
  local found = {}
  local members = call('ZRANGEBYSCORE', p .. 'all:' .. a.kind, '(' .. a.after, '+inf', 'WITHSCORES', 'LIMIT', 0, a.limit)
  for at = 1, #members, 2 do
    found[#found + 1] = members[at + 1]
    found[#found + 1] = fields_of(p, a.kind, members[at])
  end
  return found
end)

-- Position of each row of the routing aggregate, and the row, in turn.
read('archive_rows', function(p, a)
  local rows, found = call('HVALS', p .. 'routing:' .. a.kind), {}
  table.sort(rows)
  for _, row in ipairs(rows) do
    if tonumber(string.sub(row, 1, 16)) > a.after and #found < 2 * a.limit then
      found[#found + 1] = string.sub(row, 1, 16)
      found[#found + 1] = string.sub(row, 17)
    end
  end
  return found
end)

-- What a session has in a sorted set of its own: its steps by seq, its events by number.
local function parts_of(p, kind, id)
  if kind == 'journal' then return call('ZRANGE', p .. 'journal:' .. id, 0, -1) end
  local events = call('HVALS', p .. 'inbox:' .. id)
  table.sort(events)
  for at, event in ipairs(events) do events[at] = string.sub(event, 17) end
  return events
end

-- Session, its position, the position in it, and the part, in turn.
read('archive_parts', function(p, a)
  local found = {}
  local sessions = a.kind == 'journal' and 'all:session' or 'all:inbox'
  local from = tostring(a.session)
  while #found < 4 * a.limit do
    local members = call('ZRANGEBYSCORE', p .. sessions, from, '+inf', 'WITHSCORES', 'LIMIT', 0, CHUNK)
    if #members == 0 then return found end
    for at = 1, #members, 2 do
      for position, part in ipairs(parts_of(p, a.kind, members[at])) do
        if #found >= 4 * a.limit then return found end
        if tonumber(members[at + 1]) ~= a.session or position > a.position then
          for _, one in ipairs({ members[at], members[at + 1], tostring(position), part }) do
            found[#found + 1] = one
          end
        end
      end
    end
    from = '(' .. members[#members]
  end
  return found
end)

read('archive_counts', function(p)
  local counts = {}
  for _, kind in ipairs({
    'set', 'secret', 'revision', 'key', 'do-not-call', 'callback', 'interaction', 'session', 'action', 'timer',
    'dialog-run', 'utterance', 'deposit', 'fact', 'throttle',
  }) do
    counts[#counts + 1] = kind
    counts[#counts + 1] = tostring(call('ZCARD', p .. 'all:' .. kind))
  end
  local steps, events = 0, 0
  for _, id in ipairs(call('ZRANGE', p .. 'all:session', 0, -1)) do
    steps = steps + call('ZCARD', p .. 'journal:' .. id)
  end
  for _, id in ipairs(call('ZRANGE', p .. 'all:inbox', 0, -1)) do events = events + call('HLEN', p .. 'inbox:' .. id) end
  for kind, count in pairs({
    journal = steps,
    inbox = events,
    agent = call('HLEN', p .. 'routing:agents'),
    entry = call('HLEN', p .. 'routing:entries'),
    stats = call('HLEN', p .. 'routing:stats'),
    ['active-set'] = call('EXISTS', p .. 'sets:active'),
    ['routing-journal'] = call('ZCARD', p .. 'routing:journal'),
    ['routing-head'] = call('EXISTS', p .. 'routing:seq'),
  }) do
    counts[#counts + 1] = kind
    counts[#counts + 1] = tostring(count)
  end
  return counts
end)

local function keep_row(p, kind, row)
  if call('HEXISTS', p .. 'routing:' .. kind, row.id) == 0 then put_row(p, kind, row) end
end

-- Each takes in one row, and leaves what is there already as it is.
local takers = {
  set = add_set,
  ['active-set'] = function(p, row) call('SETNX', p .. 'sets:active', row.hash) end,
  secret = add_secret,
  revision = add_revision,
  key = add_key,
  ['do-not-call'] = add_barred,
  callback = function(p, row)
    if call('EXISTS', p .. 'callback:' .. row.record.id) == 1 then return end
    add_callback(p, row.record)
    if some(row.slot) then take_slot(p, row.record.id, row.slot) end
  end,
  interaction = add_interaction,
  session = function(p, row) start_session(p, row, nil) end,
  journal = function(p, row)
    if call('ZCOUNT', p .. 'journal:' .. row.sessionId, row.seq, row.seq) == 0 then journal_step(p, row) end
  end,
  action = function(p, row)
    if call('EXISTS', p .. 'action:' .. row.id) == 0 then add_action(p, row) end
  end,
  inbox = function(p, row) put_in_inbox(p, row.sessionId, row.id, row.event) end,
  timer = function(p, row)
    if call('HEXISTS', p .. 'timers:of:' .. row.sessionId, row.key) == 0 then set_timer(p, row.sessionId, row) end
  end,
  ['dialog-run'] = open_run,
  utterance = keep_utterance,
  deposit = add_deposit,
  fact = function(p, row) add_facts(p, { row }) end,
  throttle = keep_taken,
  agent = function(p, row) keep_row(p, 'agents', row) end,
  entry = function(p, row) keep_row(p, 'entries', row) end,
  stats = function(p, row) keep_row(p, 'stats', row) end,
  ['routing-journal'] = function(p, row)
    if call('ZCOUNT', p .. 'routing:journal', row.seq, row.seq) > 0 then return end
    if call('HSETNX', p .. 'routing:messages', row.messageId, row.seq) == 1 then
      call('ZADD', p .. 'routing:journal', row.seq, row.entry)
    end
  end,
  ['routing-head'] = function(p, row)
    if row.seq > tonumber(call('GET', p .. 'routing:seq') or 0) then call('SET', p .. 'routing:seq', row.seq) end
  end,
}

write('archive_write', function(p, a)
  for _, row in each(a.rows) do
    if not takers[row.kind] then error('there is no kind ' .. row.kind) end
  end
  for _, row in each(a.rows) do takers[row.kind](p, row.value) end
  return 'written'
end)
`;
