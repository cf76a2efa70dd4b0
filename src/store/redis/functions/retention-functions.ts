import { REFUSED_REQUEST } from '../../facts.ts';

/** Forgets what has been over for long, at most so much of each sort. */
export const retentionFunctions = `
-- Of a sorted set by time: those before an instant that may go, at most so many.
local function old_ones(p, set, a, may_go)
  local found = {}
  for _, id in ipairs(call('ZRANGEBYSCORE', p .. set, '-inf', '(' .. string.format('%.0f', a.before))) do
    if #found >= a.limit then break end
    if not may_go or may_go(p, id) then found[#found + 1] = id end
  end
  return found
end

local function has_no_open_session(p, id)
  for _, session in ipairs(call('ZRANGE', p .. 'sessions:of:' .. id, 0, -1)) do
    if not has_ended(call('HGET', p .. 'session:' .. session, 'status')) then return false end
  end
  return true
end

local function has_no_callback(p, id)
  local callback = call('HGET', p .. 'session:' .. id, 'callback')
  return not callback or call('EXISTS', p .. 'callback:' .. callback) == 0
end

local function forget_callback(p, id)
  local key = p .. 'callback:' .. id
  for _, session in ipairs(call('ZRANGE', p .. 'sessions:of:' .. id, 0, -1)) do forget_session(p, session) end
  local no, meta = unpack(call('HMGET', key, 'no', 'meta'))
  unindex_callback(p, id, no, cjson.decode(meta))
  free_slot(p, id)
  call('ZREM', p .. 'all:callback', id)
  call('DEL', key)
end

local function forget_routing(p, a)
  local count = 0
  for _, text in ipairs(call('ZRANGE', p .. 'routing:journal', 0, a.limit - 1)) do
    local entry = cjson.decode(text)
    if entry.at < a.before then
      call('ZREM', p .. 'routing:journal', text)
      call('HDEL', p .. 'routing:messages', entry.messageId)
      count = count + 1
    end
  end
  return count
end

local function forget_all(p, ids, forget)
  for _, id in ipairs(ids) do forget(p, id) end
  return #ids
end

-- A fact by its member of the set of its kind.
local function forget_refused(p, member)
  local id = string.sub(member, 18)
  local callback = cjson.decode(call('HGET', p .. 'fact:' .. id, 'fact')).callbackId
  if some(callback) then call('ZREM', p .. 'facts:of:' .. callback, id) end
  call('DEL', p .. 'fact:' .. id)
  call('ZREM', p .. 'all:fact', id)
  call('ZREM', p .. 'facts:kind:${REFUSED_REQUEST}', member)
end

write('retention_forget', function(p, a)
  local count = forget_all(p, old_ones(p, 'callbacks:over', a, has_no_open_session), forget_callback)
  count = count + forget_all(p, old_ones(p, 'sessions:over', a, has_no_callback), forget_session)
  count = count + forget_all(p, old_ones(p, 'interactions:over', a), forget_interaction)
  count = count + forget_all(p, old_ones(p, 'runs:idle', a), forget_run)
  count = count + forget_all(p, old_ones(p, 'utterances:at', a), forget_utterance)
  count = count + forget_all(p, old_ones(p, 'facts:kind:${REFUSED_REQUEST}', a), forget_refused)
  return tostring(count + forget_routing(p, a) + forget_over(p, a.before, a.limit))
end)
`;
