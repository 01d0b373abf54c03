/** The time on this machine, for countdowns: milliseconds since 1970, moved on twice a minute. */
export class Clock {
  now = $state(Date.now());

  start(): () => void {
    const timer = setInterval(() => (this.now = Date.now()), 30_000);
    return () => clearInterval(timer);
  }
}
