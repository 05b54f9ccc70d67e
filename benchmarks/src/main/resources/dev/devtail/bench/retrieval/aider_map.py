"""Makes Aider's map of a directory, again and again, as Aider itself would for a message.

Speaks lines of JSON. In: {"files": [...], "task": "...", "tokens": 8000}. Out: {"map": "..."}, and
before that any number of {"count": "..."}, each of which is answered by {"tokens": 1}.
"""

import json
import os
import re
import sys

answers, sys.stdout = sys.stdout, sys.stderr

from aider.io import InputOutput
from aider.repomap import RepoMap


def say(message):
    answers.write(json.dumps(message) + "\n")
    answers.flush()


class Model:
    """What RepoMap wants of a model: somebody who counts."""

    def token_count(self, text):
        say({"count": text})
        return json.loads(sys.stdin.readline())["tokens"]


def mentioned(task, files):
    """As Aider's coder finds them: words, files by path or name, files by words of five letters."""
    idents = set(re.split(r"\W+", task))
    words = {word.strip("\"'`*_,.!;:?") for word in task.split()}
    stems = {}
    names = set()
    for path in files:
        if path in words or os.path.basename(path) in words:
            names.add(path)
        stem = os.path.splitext(os.path.basename(path))[0].lower()
        if len(stem) >= 5:
            stems.setdefault(stem, []).append(path)
    for ident in idents:
        names.update(stems.get(ident.lower(), ()))
    return idents, names


def main(root):
    io = InputOutput(yes=True, pretty=False)
    for line in sys.stdin:
        request = json.loads(line)
        repo_map = RepoMap(
            map_tokens=request["tokens"], root=root, main_model=Model(), io=io, refresh="always"
        )
        idents, names = mentioned(request["task"], request["files"])
        text = repo_map.get_repo_map(
            chat_files=[],
            other_files=[os.path.join(root, path) for path in request["files"]],
            mentioned_fnames=names,
            mentioned_idents=idents,
        )
        say({"map": text or ""})


main(sys.argv[1])
