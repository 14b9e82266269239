-- Method and body from the environment; the result as one line of JSON.
wrk.method = os.getenv("WRK_METHOD")
local body = os.getenv("WRK_BODY")
if body ~= "" then wrk.body = body end

function done(summary, latency)
  local errors = summary.errors
  local failures = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('\n{"requests":%d,"per_second":%.2f,"p50_us":%d,"p95_us":%d,"p99_us":%d,"failures":%d}\n', summary.requests,
    summary.requests / summary.duration * 1e6, latency:percentile(50), latency:percentile(95), latency:percentile(99), failures))
end
