"""The supervision panel: record, review, run and watch.

What the panel knows lives in `state` and knows no Qt; `widgets` subscribe, draw, and pass intent on;
recording and running are child processes, so that the panel never freezes.
"""
