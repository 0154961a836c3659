"""What stands between the program and the machine: files, native libraries, pictures, processes and tasks."""
