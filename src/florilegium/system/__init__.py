"""What stands between the program and the machine: files, native libraries, pictures, YAML's texts."""
