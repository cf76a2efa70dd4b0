/** `owner` = who runs the site, for as long as it is renewed. Asking twice does no harm, so no answers are kept. */
export const siteFunctions = `
redis.register_function('@@site_hold', function(keys, args)
  local key, owner, kept_ms = keys[1] .. 'owner', args[2], args[3]
  local current = call('GET', key)
  if current and current ~= owner then return 'taken' end
  call('SET', key, owner, 'PX', kept_ms)
  return 'held'
end)

redis.register_function('@@site_leave', function(keys, args)
  local key = keys[1] .. 'owner'
  if call('GET', key) == args[2] then call('DEL', key) end
  return 'left'
end)
`;
