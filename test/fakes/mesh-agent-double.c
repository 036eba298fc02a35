/*
 * A stand-in for the vendor's MeshAgent that connects and says nothing. It keeps the same files beside itself and answers the
 * same switches: `run` makes an identity and stays, `-nodeid` states it, `-info` states a version. Every start is
 * noted in <binary>.starts with the tag that was read, so that tests can count starts. Compiled, and not a script,
 * because the endpoint agent knows processes by their executable.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char path[4200];

static FILE *beside(const char *extension, const char *mode) {
  char name[4300];
  snprintf(name, sizeof name, "%s%s", path, extension);
  return fopen(name, mode);
}

static void copy(const char *extension, FILE *to) {
  FILE *from = beside(extension, "r");
  int character;
  while (from && (character = fgetc(from)) != EOF) fputc(character, to);
  if (from) fclose(from);
}

static void make_identity(void) {
  FILE *database = beside(".db", "a+");
  FILE *chance = fopen("/dev/urandom", "r");
  fseek(database, 0, SEEK_END);
  if (ftell(database) == 0)
    for (int byte = 0; byte < 48; byte++) fprintf(database, "%02X", fgetc(chance));
  fclose(chance);
  fclose(database);
}

/* Connects to where the settings file says, as the vendor's would, again whenever that ends; <binary>.mute keeps it from doing so. */
static void connect_for_ever(void) {
  char line[600], *at, *colon;
  struct sockaddr_in to = {.sin_family = AF_INET};
  for (;; usleep(200 * 1000)) {
    FILE *settings = beside(".msh", "r"), *mute = beside(".mute", "r");
    if (mute) fclose(mute);
    to.sin_port = 0;
    while (settings && fgets(line, sizeof line, settings))
      if (strncmp(line, "MeshServer=wss://", 17) == 0 && (colon = strchr(at = line + 17, ':'))) {
        *colon = 0;
        if (inet_pton(AF_INET, at, &to.sin_addr) == 1) to.sin_port = htons(atoi(colon + 1));
      }
    if (settings) fclose(settings);
    int connection = mute || !to.sin_port ? -1 : socket(AF_INET, SOCK_STREAM, 0);
    if (connection < 0) continue;
    if (connect(connection, (struct sockaddr *)&to, sizeof to) == 0)
      while (read(connection, line, sizeof line) > 0);
    close(connection);
  }
}

int main(int count, char **arguments) {
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length < 0 || count < 2) return 2;
  path[length] = 0;
  if (strcmp(arguments[1], "-nodeid") == 0) return copy(".db", stdout), puts(""), 0;
  if (strcmp(arguments[1], "-info") == 0)
    return puts("   Commit Hash: 0123456789abcdef\n   Commit Date: 2022-Nov-2 23:01:45-0700"), 0;
  if (strcmp(arguments[1], "run") != 0) return 2;
  FILE *starts = beside(".starts", "a");
  fprintf(starts, "%d ", getpid());
  copy(".tag", starts);
  fputc('\n', starts);
  fclose(starts);
  make_identity();
  connect_for_ever();
}
