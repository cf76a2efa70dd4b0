/**
 * `timers` = number of each, by when it is due; `timers:row` = what it is; `timers:of:<session>` = key to number.
 * Of the same instant the one set first sorts first.
 */
export const timerFunctions = `
-- Planned sessions that are due run from now on.
local function begin_planned(p, a)
  local begun = {}
  for _, no in ipairs(call('ZRANGEBYSCORE', p .. 'sessions:planned', '-inf', a.untilAt, 'LIMIT', 0, a.limit)) do
    local id = call('ZRANGEBYSCORE', p .. 'all:session', tonumber(no), tonumber(no))[1]
    call('ZREM', p .. 'sessions:planned', no)
    call('HSET', p .. 'session:' .. id, 'status', 'running')
    call('ZADD', p .. 'sessions:running', tonumber(no), id)
    wait_for_step(p, id, no)
    begun[#begun + 1] = id
  end
  return begun
end

local function clear_timer(p, session, key)
  local no = call('HGET', p .. 'timers:of:' .. session, key)
  if not no then return end
  call('ZREM', p .. 'timers', no)
  call('HDEL', p .. 'timers:row', no)
  call('ZREM', p .. 'all:timer', no)
  call('HDEL', p .. 'timers:of:' .. session, key)
end

local function clear_timers(p, session)
  for _, key in ipairs(call('HKEYS', p .. 'timers:of:' .. session)) do clear_timer(p, session, key) end
end

local function set_timer(p, session, timer)
  clear_timer(p, session, timer.key)
  local no = next_no(p)
  call('ZADD', p .. 'timers', timer.dueAt, no)
  call('ZADD', p .. 'all:timer', tonumber(no), no)
  call('HSET', p .. 'timers:row', no, timer.row)
  call('HSET', p .. 'timers:of:' .. session, timer.key, no)
end

-- Clears first: a key that is cleared and set by the same step stays set.
local function change_timers(p, session, timers)
  for _, key in each(timers.clear) do clear_timer(p, session, key) end
  for _, timer in each(timers.set) do set_timer(p, session, timer) end
end

local function due_timers(p, a)
  local rows = {}
  for _, no in ipairs(call('ZRANGEBYSCORE', p .. 'timers', '-inf', a.untilAt, 'LIMIT', 0, a.limit)) do
    rows[#rows + 1] = call('HGET', p .. 'timers:row', no)
  end
  return rows
end

write('sessions_fire_timers', function(p, a)
  local sessions, known = {}, {}
  for _, text in ipairs(due_timers(p, a)) do
    local row = cjson.decode(text)
    deliver(p, { { sessionId = row.sessionId, id = row.eventId, event = row.event } })
    clear_timer(p, row.sessionId, row.key)
    if not known[row.sessionId] then sessions[#sessions + 1] = row.sessionId end
    known[row.sessionId] = true
  end
  for _, id in ipairs(begin_planned(p, a)) do
    if not known[id] then sessions[#sessions + 1] = id end
  end
  return #sessions == 0 and '[]' or cjson.encode(sessions)
end)

read('sessions_timers_due', due_timers)

read('sessions_next_timer', function(p)
  local timer = call('ZRANGE', p .. 'timers', 0, 0, 'WITHSCORES')[2]
  local planned = call('ZRANGE', p .. 'sessions:planned', 0, 0, 'WITHSCORES')[2]
  if not timer or not planned then return timer or planned end
  return tonumber(timer) <= tonumber(planned) and timer or planned
end)
`;
