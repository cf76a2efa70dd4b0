/** Call legs. `interaction:<id>`; `interactions` by arrival; `interactions:live`; `interactions:over` by their end. */
export const interactionFunctions = `
local function put_interaction(p, leg, no)
  call('HSET', p .. 'interaction:' .. leg.id, 'version', leg.version, 'record', leg.record, 'no', no)
  call('ZADD', p .. 'interactions', leg.arrivedAt, no .. ':' .. leg.id)
  call('ZADD', p .. 'all:interaction', tonumber(no), leg.id)
  if some(leg.endedAt) then
    call('ZREM', p .. 'interactions:live', leg.id)
    call('ZADD', p .. 'interactions:over', leg.endedAt, leg.id)
  else
    call('ZADD', p .. 'interactions:live', tonumber(no), leg.id)
    call('ZREM', p .. 'interactions:over', leg.id)
  end
end

local function forget_interaction(p, id)
  local no = call('HGET', p .. 'interaction:' .. id, 'no')
  call('ZREM', p .. 'interactions', no .. ':' .. id)
  call('ZREM', p .. 'all:interaction', id)
  call('ZREM', p .. 'interactions:over', id)
  call('DEL', p .. 'interaction:' .. id)
end

local function add_interaction(p, leg)
  if call('EXISTS', p .. 'interaction:' .. leg.id) == 1 then return 'exists' end
  put_interaction(p, leg, next_no(p))
  return 'added'
end

local function interaction_is(p, change)
  return tonumber(call('HGET', p .. 'interaction:' .. change.record.id, 'version')) == change.expectedVersion
end

local function update_interaction(p, leg)
  put_interaction(p, leg, call('HGET', p .. 'interaction:' .. leg.id, 'no'))
end

write('interactions_add', add_interaction)

write('interactions_change', function(p, a)
  if not interaction_is(p, a) then return 'stale' end
  update_interaction(p, a.record)
  deliver(p, a.deliveries)
  return 'changed'
end)

read('interactions_get', function(p, a)
  return call('HGET', p .. 'interaction:' .. a.id, 'record')
end)

read('interactions_live', function(p)
  local keys = {}
  for _, id in ipairs(call('ZRANGE', p .. 'interactions:live', 0, -1)) do keys[#keys + 1] = p .. 'interaction:' .. id end
  return texts(keys, 'record')
end)

read('interactions_recent', function(p, a)
  local keys = {}
  for _, member in ipairs(call('ZREVRANGE', p .. 'interactions', 0, a.limit - 1)) do
    keys[#keys + 1] = p .. 'interaction:' .. string.sub(member, 18)
  end
  return texts(keys, 'record')
end)
`;
