/**
 * `throttle:count:<scope and key>` = ids of takes by their instant; `throttle:take:<id>` = the keys it counts in, as a JSON
 * list; `throttles:over` = ids of takes by when the longest of their windows is over; `all:throttle` = ids of takes as they
 * came.
 */
export const throttleFunctions = `
local function give_back(p, id)
  local keys = call('GET', p .. 'throttle:take:' .. id)
  if not keys then return 'unknown' end
  for _, key in ipairs(cjson.decode(keys)) do call('ZREM', p .. 'throttle:count:' .. key, id) end
  call('DEL', p .. 'throttle:take:' .. id)
  call('ZREM', p .. 'throttles:over', id)
  call('ZREM', p .. 'all:throttle', id)
  return 'given-back'
end

local function forget_over(p, at, limit)
  local over = call('ZRANGEBYSCORE', p .. 'throttles:over', '-inf', at, 'LIMIT', 0, limit)
  for _, id in ipairs(over) do give_back(p, id) end
  return #over
end

-- When the limit-th newest take of a key has left its window; 'at' when there are fewer.
local function free_again_at(p, claim, at)
  local latest = at
  for _, window in each(claim.windows) do
    local free = at
    if window.limit < 1 then
      free = at + window.lengthMs
    else
      local nth = window.limit - 1
      local counted = call('ZREVRANGE', p .. 'throttle:count:' .. claim.name, nth, nth, 'WITHSCORES')[2]
      if counted then free = tonumber(counted) + window.lengthMs end
    end
    latest = math.max(latest, free)
  end
  return latest
end

-- A take of this id whose windows are not over.
local function is_held(p, a)
  local over_at = call('ZSCORE', p .. 'throttles:over', a.id)
  return over_at and tonumber(over_at) > a.at
end

-- Nil when nothing refuses; else which claim (from 0) refuses longest, and until when.
local function refusal_of_take(p, a)
  if is_held(p, a) then return nil end
  local which, latest = nil, a.at
  for at, claim in each(a.claims) do
    local free = free_again_at(p, claim, a.at)
    if free > latest then which, latest = at - 1, free end
  end
  return which and string.format('{"claim":%d,"retryAt":%.0f}', which, latest)
end

local function keep_taken(p, a)
  if call('EXISTS', p .. 'throttle:take:' .. a.id) == 1 then return end
  for _, name in ipairs(cjson.decode(a.keys)) do call('ZADD', p .. 'throttle:count:' .. name, a.at, a.id) end
  call('SET', p .. 'throttle:take:' .. a.id, a.keys)
  call('ZADD', p .. 'throttles:over', a.overAt, a.id)
  call('ZADD', p .. 'all:throttle', tonumber(next_no(p)), a.id)
end

local function add_take(p, a)
  if is_held(p, a) then return end
  forget_over(p, a.at, a.forgets)
  give_back(p, a.id)
  keep_taken(p, a)
end

-- Its id, instant, end and keys. It was taken at the instant it is counted at; one that counts nowhere is over at once.
local function taken_row(p, id)
  local names = call('GET', p .. 'throttle:take:' .. id)
  local first = cjson.decode(names)[1]
  local over_at = call('ZSCORE', p .. 'throttles:over', id)
  return { id, first and call('ZSCORE', p .. 'throttle:count:' .. first, id) or over_at, over_at, names }
end

write('throttles_take', function(p, a)
  local refusal = refusal_of_take(p, a)
  if refusal then return refusal end
  add_take(p, a)
  return 'taken'
end)

write('throttles_give_back', function(p, a) return give_back(p, a.id) end)
`;
