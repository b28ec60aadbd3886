"""The teaching app: explore, compare, play and debrief in a browser; `rollout app`."""
