#!/bin/sh
# The strap scenarios over the real stack, in a virtual machine without a radio: bleak, dbus-daemon, bluetoothd, the
# kernel's Bluetooth and HCI against a Bumble strap. Needs the packages below (installed here where that is possible)
# and, as PYTHON, one that has the project's test dependencies.
# The machine sees this host's files read-only; what it writes goes to its memory. Exit 0: all scenarios hold.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
python=${PYTHON:-$(command -v python)}

packages="qemu-system-x86 linux-image-amd64 dbus bluez busybox-static cpio kmod"

missing() {
    for tool in qemu-system-x86_64 dbus-daemon busybox cpio; do
        command -v "$tool" >/dev/null 2>&1 || printf ' %s' "$tool"
    done
    [ -x /sbin/modprobe ] || printf ' modprobe'
    [ -x /usr/libexec/bluetooth/bluetoothd ] || printf ' bluetoothd'
    ls /boot/vmlinuz-* >/dev/null 2>&1 || printf ' kernel'
}

if [ -n "$(missing)" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } >&2 || true
fi
if [ -n "$(missing)" ]; then
    echo "NOT RUN: the real Bluetooth stack was not tested here; missing:$(missing) (packages: $packages)" >&2
    exit 3
fi
kernel=$(ls /boot/vmlinuz-* | sort -V | tail -n 1)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/initrd.sh" "${kernel#/boot/vmlinuz-}" "$work"
timeout "${REALSTACK_TIMEOUT:-420}" qemu-system-x86_64 \
    -accel tcg,thread=multi -cpu max -smp 2 -m 2048 -nodefaults -no-reboot -display none -serial stdio \
    -kernel "$kernel" -initrd "$work/initrd.gz" \
    -append "console=ttyS0 quiet loglevel=1 mitigations=off nokaslr tsc=reliable random.trust_cpu=on \
guest=$here/guest.sh root_folder=$root python=$python" \
    -virtfs local,path=/,mount_tag=host0,security_model=none,readonly=on,multidevs=remap \
    </dev/null | tee "$work/console"
grep -q "GUEST rc=0" "$work/console"
