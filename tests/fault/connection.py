"""Calls to a daemon that is killed now and then."""

import grpc

# The daemon is gone, or the client has stopped waiting: nobody knows whether the call has had an effect.
LOST = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.UNKNOWN)
CALL_SECONDS = 60


class Connection:
    """Calls the daemon, whichever process that is just now. Used by one thread."""

    def __init__(self, daemon):
        self._daemon = daemon
        self._life = None
        self._channel = None
        self._service = None

    def attempt(self, method, request, timeout=CALL_SECONDS):
        """A call to the process that serves now."""
        self._follow(after=0)
        return getattr(self._service, method)(request, timeout=timeout)

    def until_answered(self, method, request):
        """The answer of this process or of a later one. A refusal is an answer, too, and raised."""
        while True:
            try:
                return self.attempt(method, request)
            except grpc.RpcError as error:
                if error.code() not in LOST:
                    raise
            self.await_next_life()

    def unless_refused(self, method, request):
        """The answer; None if it was refused because of how the workflow stands."""
        try:
            return self.until_answered(method, request)
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.FAILED_PRECONDITION:
                raise
            return None

    def await_next_life(self):
        """The process that was called is dead: waits for the next one."""
        self._follow(self._life.number)

    def _follow(self, after):
        life = self._daemon.wait_for_life(after)
        if self._life is None or life.number != self._life.number:
            self.close()
            self._life = life
            self._channel, self._service = life.connect()

    def close(self):
        """Disconnects. The next call connects again."""
        if self._channel is not None:
            self._channel.close()
        self._life = None
