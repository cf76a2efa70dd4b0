/** What sessions want done. `action:<id>`; `actions:open` and `actions:of:<session>` = those not yet done;
 * `actions:all:<session>` = the others too. */
export const actionFunctions = `
local function add_action(p, action)
  local no = next_no(p)
  local key = p .. 'action:' .. action.id
  call('HSET', key, 'base', action.base, 'session', action.sessionId, 'status', action.status)
  if some(action.node) then call('HSET', key, 'node', action.node) end
  if some(action.sentAt) then call('HSET', key, 'sentAt', action.sentAt) end
  call('ZADD', p .. 'all:action', tonumber(no), action.id)
  call('SADD', p .. 'actions:all:' .. action.sessionId, action.id)
  if action.status ~= 'done' then
    call('ZADD', p .. 'actions:open', tonumber(no), action.id)
    call('ZADD', p .. 'actions:of:' .. action.sessionId, tonumber(no), action.id)
  end
end

local function close_action(p, id, session)
  call('HSET', p .. 'action:' .. id, 'status', 'done')
  call('ZREM', p .. 'actions:open', id)
  call('ZREM', p .. 'actions:of:' .. session, id)
end

local function complete_actions(p, session, ids)
  for _, id in each(ids) do
    if call('HGET', p .. 'action:' .. id, 'session') == session then close_action(p, id, session) end
  end
end

-- What nobody has begun is called off.
local function call_off_actions(p, session)
  for _, id in ipairs(call('ZRANGE', p .. 'actions:of:' .. session, 0, -1)) do
    if call('HGET', p .. 'action:' .. id, 'status') == 'pending' then close_action(p, id, session) end
  end
end

local function forget_actions(p, session)
  for _, id in ipairs(call('SMEMBERS', p .. 'actions:all:' .. session)) do
    close_action(p, id, session)
    call('ZREM', p .. 'all:action', id)
    call('DEL', p .. 'action:' .. id)
  end
  call('DEL', p .. 'actions:all:' .. session)
end

local function action_row(p, id)
  return call('HMGET', p .. 'action:' .. id, 'base', 'status', 'node', 'sentAt')
end

local function action_rows(p, key)
  local rows = {}
  for _, id in ipairs(call('ZRANGE', key, 0, -1)) do rows[#rows + 1] = action_row(p, id) end
  return rows
end

-- Among all that try, one gets it.
write('outbox_claim', function(p, a)
  local key = p .. 'action:' .. a.id
  if call('HGET', key, 'status') ~= 'pending' then return 'not-pending' end
  local change = some(a.callback)
  if change and not callback_is(p, change) then return 'record-stale' end
  call('HSET', key, 'status', 'sending', 'node', a.node, 'sentAt', a.at)
  if change then update_callback(p, change.record) end
  return 'claimed'
end)

write('outbox_finish', function(p, a)
  local session = call('HGET', p .. 'action:' .. a.id, 'session')
  if session then close_action(p, a.id, session) end
  return 'finished'
end)

read('outbox_get', function(p, a) return action_row(p, a.id) end)

read('outbox_open', function(p) return action_rows(p, p .. 'actions:open') end)

read('outbox_open_of', function(p, a) return action_rows(p, p .. 'actions:of:' .. a.id) end)
`;
