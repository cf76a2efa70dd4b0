/**
 * Events on their way. `inbox:<session>` = event id to number and event; `taken:<session>` = ids of events that a step
 * has taken; `sessions:waiting` = running sessions that have something to do; `all:inbox` =
 * sessions that have an inbox.
 */
export const inboxFunctions = `
local function wait_for_step(p, session, no)
  call('ZADD', p .. 'sessions:waiting', tonumber(no), session)
end

local function has_ended(status)
  return status == 'finished' or status == 'failed'
end

local function put_in_inbox(p, session, id, event)
  if call('HEXISTS', p .. 'inbox:' .. session, id) == 1 then return end
  local no = next_no(p)
  call('HSET', p .. 'inbox:' .. session, id, no .. event)
  call('ZADD', p .. 'all:inbox', 'NX', tonumber(no), session)
  local status, own_no = unpack(call('HMGET', p .. 'session:' .. session, 'status', 'no'))
  if status == 'running' then wait_for_step(p, session, own_no) end
end

-- Passed over: what is in the inbox or was taken, and anything for a session that has ended.
local function deliver(p, deliveries)
  for _, d in each(deliveries) do
    local status = call('HGET', p .. 'session:' .. d.sessionId, 'status')
    if not has_ended(status) and call('SISMEMBER', p .. 'taken:' .. d.sessionId, d.id) == 0 then
      put_in_inbox(p, d.sessionId, d.id, d.event)
    end
  end
end

local function empty_inbox(p, session)
  call('DEL', p .. 'inbox:' .. session)
  call('ZREM', p .. 'all:inbox', session)
end

-- A session that was at its first step waited even with nothing in its inbox.
local function take_from_inbox(p, session, event, at_first)
  local had = call('HDEL', p .. 'inbox:' .. session, event) == 1
  if not (had or at_first) or call('EXISTS', p .. 'inbox:' .. session) == 1 then return end
  call('ZREM', p .. 'all:inbox', session)
  call('ZREM', p .. 'sessions:waiting', session)
end

write('sessions_post', function(p, a)
  deliver(p, a.deliveries)
  return 'posted'
end)

read('sessions_inbox', function(p, a)
  local events = call('HVALS', p .. 'inbox:' .. a.id)
  table.sort(events)
  for at, event in ipairs(events) do events[at] = string.sub(event, 17) end
  return events
end)

read('sessions_waiting', function(p)
  return call('ZRANGE', p .. 'sessions:waiting', 0, -1)
end)
`;
