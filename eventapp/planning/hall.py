"""Hall's theorem at work: which talks together have fewer slots than they are (augmenting paths over groups)."""

from __future__ import annotations

from collections import defaultdict, deque

Option = tuple[str, str, int, str | None]  # block, track, slot, pinned room
Choice = tuple[list[str], list[Option]]  # talks that are alike, and what each of them can use


def deficient_talks(choices: list[Choice], capacity: dict[Option, int]) -> list[str]:
    """The smallest set found of talks that are one more than their slots; empty if every talk can be matched.

    The talks reachable from an unmatched one along alternating paths: without any one of them the others fit, since
    the path to it could be flipped. So the set is irreducible.
    """
    flow = _match(choices, capacity)
    worst: list[str] = []
    for group, (talks, _) in enumerate(choices):
        if len(talks) > sum(flow[group].values()):
            reached, _ = _reach(group, choices, capacity, flow)
            named = [talk for other in reached for talk in choices[other][0][: sum(flow[other].values())]]
            named.append(talks[sum(flow[group].values())])
            if not worst or len(named) < len(worst):
                worst = named
    return worst


Flow = dict[int, dict[Option, int]]


def _match(choices: list[Choice], capacity: dict[Option, int]) -> Flow:
    """A largest matching, groups with few options first."""
    flow: Flow = {group: defaultdict(int) for group in range(len(choices))}
    used: dict[Option, int] = defaultdict(int)
    for group in sorted(range(len(choices)), key=lambda each: len(choices[each][1])):
        left = len(choices[group][0])
        for option in choices[group][1]:
            now = min(left, capacity[option] - used[option])
            flow[group][option] += now
            used[option] += now
            left -= now
        while left:
            _, path = _reach(group, choices, capacity, flow)
            if not path:
                break
            left -= _push(path, left, capacity, flow, used)
    return flow


Path = list[tuple[int, Option]]  # each group of the path takes its option from the next group


def _push(path: Path, left: int, capacity: dict[Option, int], flow: Flow, used: dict[Option, int]) -> int:
    last = path[-1][1]
    most = min(left, capacity[last] - used[last])
    for (_, option), (next_group, _) in zip(path, path[1:], strict=False):
        most = min(most, flow[next_group][option])
    for index, (group, option) in enumerate(path):
        flow[group][option] += most
        if index + 1 < len(path):
            flow[path[index + 1][0]][option] -= most
    used[last] += most
    return most


def _reach(source: int, choices: list[Choice], capacity: dict[Option, int], flow: Flow) -> tuple[list[int], Path]:
    """Groups reachable from `source` along alternating paths, and the path to a free option if there is one."""
    holders: dict[Option, list[int]] = defaultdict(list)
    used: dict[Option, int] = defaultdict(int)
    for group, held in flow.items():
        for option, count in held.items():
            if count:
                holders[option].append(group)
                used[option] += count
    came: dict[int, tuple[int, Option] | None] = {source: None}
    seen: set[Option] = set()
    queue = deque([source])
    while queue:
        group = queue.popleft()
        for option in choices[group][1]:
            if option in seen:
                continue
            seen.add(option)
            if used[option] < capacity[option]:
                return list(came), _path(came, group, option)
            for holder in holders[option]:
                if holder not in came:
                    came[holder] = (group, option)
                    queue.append(holder)
    return list(came), []


def _path(came: dict[int, tuple[int, Option] | None], group: int, option: Option) -> Path:
    path: Path = [(group, option)]
    step = came[group]
    while step:
        path.append(step)
        step = came[step[0]]
    return path[::-1]
