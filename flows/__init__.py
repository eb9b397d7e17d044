"""The verbs: Prefect flows and tasks, the command line, the sockets."""
