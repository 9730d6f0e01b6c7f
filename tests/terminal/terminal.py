"""A terminal of a given size for the tests beside this file."""

import codecs
import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time


class Terminal:
    """A program that runs on a terminal of its own."""

    def __init__(self, command, environment, folder, rows=24, columns=100):
        self.screen, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(inner)
        self.output = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")  # a read may end within a character

    def type(self, keys):
        os.write(self.screen, keys.encode())

    def read_until(self, found, seconds=20):
        """Reads until found(output) is true, or the program has closed the terminal."""
        end = time.monotonic() + seconds
        while not found(self.output):
            if not select.select([self.screen], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError(f"nothing after {seconds} s; so far: {self.output!r}")
            try:
                data = os.read(self.screen, 65536)
            except OSError:  # EIO: nobody has it open any more
                break
            if not data:
                break
            self.output += self.decoder.decode(data)
        return self.output

    def finish(self):
        """(what was printed, exit code)"""
        self.read_until(lambda output: False)
        code = self.process.wait(20)
        os.close(self.screen)
        return self.output.replace("\r\n", "\n"), code
