/**
 * Callbacks that meet a query, newest first. A query is a list of groups; a callback must stand in one of the sorted
 * sets of each. The group with the fewest members is walked through, the others are looked up. Cost: the members that
 * are walked past, times the groups.
 */
export const findFunctions = `
local CHUNK = 64

-- One sorted set from its newest member on, a chunk at a time.
local function source_of(key, start)
  local source = { key = key, rank = start, at = 1, members = {} }
  function source.peek()
    if source.at > #source.members then
      source.members = call('ZREVRANGE', key, source.rank, source.rank + CHUNK - 1, 'WITHSCORES')
      source.rank = source.rank + CHUNK
      source.at = 1
    end
    return source.members[source.at], tonumber(source.members[source.at + 1])
  end
  function source.pass() source.at = source.at + 2 end
  return source
end

local function smallest(p, groups)
  local best, fewest = nil, math.huge
  for at, group in ipairs(groups) do
    local count = 0
    for _, key in ipairs(group) do count = count + call('ZCARD', p .. key) end
    if count < fewest then best, fewest = at, count end
  end
  return best
end

-- The newest of all sources, and past it in each that has it.
local function next_member(sources)
  local member, score = nil, nil
  for _, source in ipairs(sources) do
    local one, its = source.peek()
    if one and (not member or its > score or (its == score and one > member)) then member, score = one, its end
  end
  for _, source in ipairs(sources) do
    if member and source.peek() == member then source.pass() end
  end
  return member, score
end

local function stands_in(p, group, member)
  for _, key in ipairs(group) do
    if call('ZSCORE', p .. key, member) then return true end
  end
  return false
end

local function meets(p, groups, driver, member)
  for at, group in ipairs(groups) do
    if at ~= driver and not stands_in(p, group, member) then return false end
  end
  return true
end

local function is_before(cursor, member, score)
  if not cursor then return true end
  return score < cursor.at or (score == cursor.at and string.sub(member, 1, 16) < cursor.no)
end

-- How many members of a set are newer than those that are asked for.
local function newer_than(key, cursor, before)
  local newer = cursor and call('ZCOUNT', key, '(' .. cursor.score, '+inf') or 0
  return before and math.max(newer, call('ZCOUNT', key, before, '+inf')) or newer
end

read('callbacks_find', function(p, a)
  local cursor = some(a.after)
  local driver = smallest(p, a.groups)
  local sources = {}
  for at, key in ipairs(a.groups[driver]) do
    sources[at] = source_of(p .. key, newer_than(p .. key, cursor, some(a.before)))
  end
  local found = {}
  while #found <= 2 * a.limit do
    local member, score = next_member(sources)
    if not member or (some(a.from) and score < a.from) then break end
    if is_before(cursor, member, score) and meets(p, a.groups, driver, member) then
      found[#found + 1] = member
      found[#found + 1] = call('HGET', p .. 'callback:' .. string.sub(member, 18), 'record')
    end
  end
  return found
end)

-- By the time asked for, earliest first.
read('callbacks_by_due_time', function(p, a)
  local cursor, found, rank = some(a.after), {}, 0
  local key = p .. 'callbacks:desired' .. (some(a.service) and ':' .. a.service or '')
  local from = cursor and math.max(cursor.at, some(a.from) or cursor.at) or some(a.from) or '-inf'
  local before = some(a.before) and string.format('(%.17g', a.before) or '+inf'
  while #found <= 2 * a.limit do
    local members = call('ZRANGEBYSCORE', key, from, before, 'WITHSCORES', 'LIMIT', rank, CHUNK)
    if #members == 0 then break end
    rank = rank + CHUNK
    for at = 1, #members, 2 do
      local member, score = members[at], tonumber(members[at + 1])
      local passed = cursor and score == cursor.at and string.sub(member, 1, 16) <= cursor.no
      if not passed and #found <= 2 * a.limit then
        found[#found + 1] = member
        found[#found + 1] = call('HGET', p .. 'callback:' .. string.sub(member, 18), 'record')
      end
    end
  end
  return found
end)
`;
