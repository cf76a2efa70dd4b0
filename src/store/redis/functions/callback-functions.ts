/**
 * `callback:<id>` with what it is found by (`meta`), in sorted sets by creation: `callbacks`,
 * `callbacks:service:..`, `callbacks:state:..`, `callbacks:both:..`, `callbacks:pair:..`. Also
 * `callbacks:due`, `callbacks:desired` and `callbacks:desired:<service>` by the time asked for, `callbacks:over` by completion, `callbacks:counts`, and `callbacks:active:..` = those of a number that are not over.
 */
export const callbackFunctions = `
local function places_of(p, m)
  local places = {
    p .. 'callbacks',
    p .. 'callbacks:service:' .. m.service,
    p .. 'callbacks:state:' .. m.state,
    p .. 'callbacks:both:' .. m.service .. '\\0' .. m.state,
  }
  for _, pair in each(m.pairs) do places[#places + 1] = p .. 'callbacks:pair:' .. pair end
  return places
end

local function count_callbacks(p, m, by)
  local field = m.service .. '\\0' .. m.state
  if call('HINCRBY', p .. 'callbacks:counts', field, by) == 0 then call('HDEL', p .. 'callbacks:counts', field) end
end

local function active_key(p, m)
  return p .. 'callbacks:active:' .. m.service .. '\\0' .. m.number
end

local function index_callback(p, id, no, m)
  local member = no .. ':' .. id
  for _, place in ipairs(places_of(p, m)) do call('ZADD', place, m.createdAt, member) end
  if m.state == 'SCHEDULED' and some(m.desiredAt) then call('ZADD', p .. 'callbacks:due', m.desiredAt, member) end
  for _, key in ipairs({ 'callbacks:desired', 'callbacks:desired:' .. m.service }) do
    if some(m.desiredAt) then call('ZADD', p .. key, m.desiredAt, member) end
  end
  if m.state ~= 'COMPLETED' then
    call('SADD', active_key(p, m), id)
  elseif some(m.completedAt) then
    call('ZADD', p .. 'callbacks:over', m.completedAt, id)
  end
  count_callbacks(p, m, 1)
end

local function unindex_callback(p, id, no, m)
  local member = no .. ':' .. id
  for _, place in ipairs(places_of(p, m)) do call('ZREM', place, member) end
  for _, key in ipairs({ 'callbacks:due', 'callbacks:desired', 'callbacks:desired:' .. m.service }) do
    call('ZREM', p .. key, member)
  end
  call('ZREM', p .. 'callbacks:over', id)
  call('SREM', active_key(p, m), id)
  count_callbacks(p, m, -1)
end

local function callback_is(p, change)
  return tonumber(call('HGET', p .. 'callback:' .. change.record.id, 'version')) == change.expectedVersion
end

local function update_callback(p, c)
  local key = p .. 'callback:' .. c.id
  local no, before = unpack(call('HMGET', key, 'no', 'meta'))
  call('HSET', key, 'version', c.version, 'record', c.record, 'meta', c.meta)
  if before ~= c.meta then
    unindex_callback(p, c.id, no, cjson.decode(before))
    index_callback(p, c.id, no, cjson.decode(c.meta))
  end
end

local function slot_is_full(p, slot)
  local taken = tonumber(call('HGET', p .. 'slots:taken:' .. slot.service, slot.slotAt) or 0)
  return taken >= slot.capacity
end

local function take_slot(p, id, slot)
  call('HINCRBY', p .. 'slots:taken:' .. slot.service, slot.slotAt, 1)
  call('ZADD', p .. 'slots:' .. slot.service, slot.slotAt, slot.slotAt)
  call('HSET', p .. 'callback:' .. id, 'slotService', slot.service, 'slotAt', slot.slotAt)
end

local function held_slot(p, id)
  return unpack(call('HMGET', p .. 'callback:' .. id, 'slotService', 'slotAt'))
end

local function free_slot(p, id)
  local service, at = held_slot(p, id)
  if not service then return end
  call('HDEL', p .. 'callback:' .. id, 'slotService', 'slotAt')
  if call('HINCRBY', p .. 'slots:taken:' .. service, at, -1) > 0 then return end
  call('HDEL', p .. 'slots:taken:' .. service, at)
  call('ZREM', p .. 'slots:' .. service, at)
end

-- A claim to a bucket that the callback is not in already.
local function moves_to(p, id, slot)
  if type(slot) ~= 'table' then return nil end
  local service, at = held_slot(p, id)
  return not (service == slot.service and tonumber(at) == slot.slotAt) and slot or nil
end

local function add_callback(p, c)
  local no = next_no(p)
  call('HSET', p .. 'callback:' .. c.id, 'version', c.version, 'record', c.record, 'meta', c.meta, 'no', no)
  call('ZADD', p .. 'all:callback', tonumber(no), c.id)
  index_callback(p, c.id, no, cjson.decode(c.meta))
end

local function refusal_of_create(p, a, m)
  if call('EXISTS', p .. 'callback:' .. a.record.id) == 1 then return 'exists' end
  local throttled = some(a.throttle) and refusal_of_take(p, a.throttle)
  if throttled then return throttled end
  local own = m.state == 'COMPLETED' and 0 or 1
  if some(a.activeLimit) and call('SCARD', active_key(p, m)) + own > a.activeLimit then return 'too-many' end
  if some(a.slot) and slot_is_full(p, a.slot) then return 'slot-full' end
  if some(a.origin) and not interaction_is(p, a.origin) then return 'stale' end
  return nil
end
`;

export const callbackOperations = `
write('callbacks_create', function(p, a)
  local c = a.record
  local refusal = refusal_of_create(p, a, cjson.decode(c.meta))
  if refusal then return refusal end
  add_callback(p, c)
  if some(a.throttle) then add_take(p, a.throttle) end
  if some(a.slot) then take_slot(p, c.id, a.slot) end
  if some(a.origin) then update_interaction(p, a.origin.record) end
  if some(a.follower) then start_session(p, a.follower, nil) end
  if some(a.session) then start_session(p, a.session, nil) end
  add_facts(p, a.facts)
  return 'created'
end)

write('callbacks_change', function(p, a)
  if not callback_is(p, a) then return 'stale' end
  local claim = moves_to(p, a.record.id, a.slot)
  if claim and slot_is_full(p, claim) then return 'slot-full' end
  update_callback(p, a.record)
  if claim or a.slot == 'free' then free_slot(p, a.record.id) end
  if claim then take_slot(p, a.record.id, claim) end
  if some(a.session) then start_session(p, a.session, nil) end
  deliver(p, a.deliveries)
  add_facts(p, a.facts)
  return 'changed'
end)

read('callbacks_get', function(p, a)
  return call('HGET', p .. 'callback:' .. a.id, 'record')
end)

read('callbacks_due', function(p, a)
  local keys = {}
  for _, member in ipairs(call('ZRANGEBYSCORE', p .. 'callbacks:due', '-inf', a.untilAt, 'LIMIT', 0, a.limit)) do
    keys[#keys + 1] = p .. 'callback:' .. string.sub(member, 18)
  end
  return texts(keys, 'record')
end)

read('callbacks_next_due', function(p)
  return call('ZRANGE', p .. 'callbacks:due', 0, 0, 'WITHSCORES')[2]
end)

read('callbacks_counts', function(p) return call('HGETALL', p .. 'callbacks:counts') end)

read('slots_held_by', function(p, a)
  return call('HMGET', p .. 'callback:' .. a.id, 'slotService', 'slotAt')
end)

read('slots_taken', function(p, a)
  local found = {}
  for _, at in ipairs(call('ZRANGEBYSCORE', p .. 'slots:' .. a.service, a.from, '(' .. a.to)) do
    found[#found + 1] = at
    found[#found + 1] = call('HGET', p .. 'slots:taken:' .. a.service, at)
  end
  return found
end)
`;
